/**
 * The colours of pictures and reports. Round-trip times go from teal to purple on white, and from blue to yellow on black: the
 * slower, the farther from the paper, so that they can be told apart by lightness alone. Each has a contrast to the paper of
 * 3 : 1 at least (WCAG 2.2, 1.4.11), text one of 4.5 : 1 (1.4.3).
 */
export const colours = `
:root { color-scheme: light dark; --paper: #ffffff; --raised: #f5f6f8; --ink: #1b1f24; --muted: #59636e; --line: #dde1e6;
  --sign: #7a848f; --bad: #a8420a; --good: #0a6b3d;
  --rtt-0: #1a9a86; --rtt-1: #2a7b8e; --rtt-2: #3b5a8c; --rtt-3: #46327e; --rtt-4: #2d0a45; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #14171c; --raised: #1c2027; --ink: #e8eaed; --muted: #9aa4b0; --line: #333a43;
    --sign: #79838f; --bad: #ffb27a; --good: #6fdca4;
    --rtt-0: #3a84a0; --rtt-1: #22a884; --rtt-2: #6ccd5a; --rtt-3: #c2df23; --rtt-4: #fdf06f; }
}
`;

/** What path pictures and plots look like. */
export const pictureStyle = `
.picture { font: 13px/1.4 system-ui, sans-serif; font-variant-numeric: tabular-nums; display: block; }
.picture text { fill: var(--ink); }
.picture .address, .picture .who { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: 13px; }
.picture .who { font-size: 11px; fill: var(--muted); }
.picture .destination .address, .picture .source .address { font-weight: 700; }
.picture .silence .address, .picture .unasked .address, .picture .none { font: italic 13px system-ui, sans-serif; fill: var(--muted); }
.picture .end .address { fill: var(--bad); font-weight: 700; }
.picture .goal .address { fill: var(--muted); }
.picture .ttl { text-anchor: end; fill: var(--muted); font-weight: 600; }
.picture .rtt { text-anchor: end; }
.picture .head { font-size: 12px; fill: var(--muted); }
.picture .name, .picture .answers, .picture .legend text, .picture .tick, .picture .axis { font-size: 12px; fill: var(--muted); }
@media (max-width: 480px) { .picture .spare { display: none; } }
.picture .hit { fill: transparent; }
.picture .node:hover .hit { fill: var(--raised); }
.picture .link { fill: none; stroke-linejoin: round; }
.picture .guessed { stroke-dasharray: 3 4; }
.picture .start, .picture .dot { stroke: var(--paper); stroke-width: 1.5; }
.picture rect.start { fill: var(--ink); }
.picture .ring { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
.picture .hollow { fill: var(--paper); stroke: var(--sign); stroke-width: 1.5; }
.picture .silent { fill: var(--paper); stroke: var(--sign); stroke-width: 1.5; stroke-dasharray: 2.5 2.5; }
.picture .rule, .picture .grid { stroke: var(--line); }
.picture .row { stroke: var(--line); stroke-dasharray: 1 3; }
.picture .range { stroke: var(--line); stroke-width: 2; }
.picture .median { stroke: var(--ink); stroke-width: 1.5; }
.picture .sample { stroke: var(--paper); stroke-width: .75; fill-opacity: .9; }
.picture .crowded { stroke: none; fill-opacity: .5; }
.picture .late { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
.rtt-0 { fill: var(--rtt-0); } .rtt-1 { fill: var(--rtt-1); } .rtt-2 { fill: var(--rtt-2); } .rtt-3 { fill: var(--rtt-3); }
.rtt-4 { fill: var(--rtt-4); } .rtt-none { fill: var(--sign); }
.link.rtt-0 { stroke: var(--rtt-0); } .link.rtt-1 { stroke: var(--rtt-1); } .link.rtt-2 { stroke: var(--rtt-2); }
.link.rtt-3 { stroke: var(--rtt-3); } .link.rtt-4 { stroke: var(--rtt-4); } .link.rtt-none { stroke: var(--sign); }
`;

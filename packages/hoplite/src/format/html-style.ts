/** What a report looks like: on a phone, on a wide screen and on paper. Its colours are those of the pictures. */
export const htmlStyle = `
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main, footer { max-width: 96rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 3rem); }
main { display: flex; flex-direction: column; }
nav { order: -1; padding-top: 2.5rem; }
nav ol { padding-left: 1.5rem; }
article { padding: 2.5rem 0 1.5rem; min-width: 0; }
article + article { border-top: 1px solid var(--line); }
h1, header > h2 { font-size: clamp(1.4rem, 1.1rem + 1.2vw, 2rem); line-height: 1.2; margin: 0 0 .5rem; letter-spacing: -.01em; overflow-wrap: anywhere; }
section > h2, section > h3, figcaption { font-size: .8125rem; font-weight: 600; color: var(--muted); margin: 0 0 .75rem; }
a { color: inherit; }
.outcome { margin: 0 0 1.5rem; font-size: 1.0625rem; overflow-wrap: anywhere; }
.outcome .mark { font-weight: 700; }
.good .mark { color: var(--good); } .bad .mark { color: var(--bad); }
dl { margin: 0; }
dt { font-size: .8125rem; color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; }
.notices { margin: 1.5rem 0 0; padding: .75rem 1rem .75rem 2rem; background: var(--raised); border-radius: .5rem; overflow-wrap: anywhere; }
.pictures { display: grid; gap: 2.5rem; margin: 2.5rem 0; }
figure { margin: 0; min-width: 0; }
.scroll { overflow-x: auto; }
.plots { display: grid; grid-template-columns: auto minmax(0, 1fr); }
section { margin: 2.5rem 0; }
table { border-collapse: collapse; font-size: .875rem; width: 100%; }
th, td { text-align: left; vertical-align: baseline; padding: .35rem 1.25rem .35rem 0; white-space: nowrap; font-weight: 400; }
thead th { color: var(--muted); font-size: .8125rem; border-bottom: 1px solid var(--sign); }
tbody { border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; color: var(--muted); }
.number { text-align: right; }
th:last-child, td:last-child { padding-right: 0; white-space: normal; min-width: 12rem; }
table .address { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .8125rem; }
table .name { display: block; color: var(--muted); font-size: .8125rem; }
.samples { white-space: pre-wrap; min-width: 12rem; }
.options { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .75rem 1.5rem; }
footer { color: var(--muted); font-size: .8125rem; padding-bottom: 3rem; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
@media (min-width: 64rem), print {
  .pictures { grid-template-columns: minmax(0, max-content) minmax(22rem, 1fr); }
  .plot-labels { display: none; }
  .plots { display: block; }
}
@media (max-width: 40rem) {
  .scroll { margin: 0 calc(-1 * clamp(1rem, 4vw, 3rem)); padding: 0 clamp(1rem, 4vw, 3rem); }
}
@media (max-width: 30rem) {
  .facts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem 1rem; }
}
@page { margin: 12mm 10mm; }
@media print {
  * { print-color-adjust: exact; }
  body { font-size: 10pt; }
  main, footer { padding: 0; max-width: none; }
  article { break-before: page; padding-top: 0; }
  article:first-of-type { break-before: auto; }
  .scroll { overflow: visible; }
  /* Thirty hops on a page; the table has the same in a larger hand. */
  .pictures { zoom: .58; }
  figcaption, h2, h3 { break-after: avoid; }
  tr, dl div { break-inside: avoid; }
}
`;

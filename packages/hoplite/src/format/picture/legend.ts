import { px } from './marker.js';
import { type Markup, xml } from './markup.js';
import type { PathGraph } from './path.js';
import { RTT_CLASSES, rttClass } from './rtt.js';
import { counts } from './words.js';

/** What the signs of this picture mean: no more than those that it has, a line each. */
export function legend(graph: PathGraph, width: number): { readonly markup: Markup; readonly height: number } {
  const lines = [colours(graph), ...signs(graph)].filter((line) => line !== null);
  const top = 24;
  const markup = xml`<g class="legend">
<line class="rule" x1="0" y1="${top - 8}" x2="${width}" y2="${top - 8}"/>
${lines.map(
  (line, index) => xml`<g transform="translate(0 ${top + LINE * index})">${line}</g>
`,
)}</g>`;
  return { markup, height: top + LINE * lines.length + 4 };
}

const LINE = 22;
const TEXT = 44;

function colours({ layers }: PathGraph): Markup | null {
  const used = new Set(
    layers.flatMap(({ nodes }) => nodes.flatMap(({ rtt }) => (rtt === null ? [] : [rttClass(rtt)]))),
  );
  if (used.size === 0) return null;
  const shown = RTT_CLASSES.flatMap(({ label }, index) =>
    (used as ReadonlySet<number>).has(index) ? [{ label, index }] : [],
  );
  let x = TEXT + 8;
  const swatches = shown.map(({ label, index }) => {
    const at = x;
    x += 20 + label.length * 7.2;
    return xml`<circle class="dot rtt-${index}" cx="${at + 5}" cy="10" r="5.5"/><text x="${at + 14}" y="14">${label}</text>`;
  });
  return xml`<text x="0" y="14">RTT ms</text>${swatches}`;
}

function signs({ layers, links }: PathGraph): readonly (Markup | null)[] {
  const nodes = layers.flatMap((layer) => layer.nodes);
  const has = (kind: string) => nodes.some((node) => node.kind === kind);
  const lossy = nodes.some((node) => counts(node).lost > 0 && node.kind !== 'silence');
  return [
    links.some(({ share }) => share < 1)
      ? said(
          xml`<path class="link rtt-none" stroke-width="2" d="M10 7h20"/><path class="link rtt-none" stroke-width="6" d="M10 14h20"/>`,
          'width: share of the probes',
        )
      : null,
    links.some(({ guessed }) => guessed)
      ? said(
          xml`<path class="link rtt-none guessed" stroke-width="3" d="M10 10h20"/>`,
          'a guess: no flow was followed here',
        )
      : null,
    lossy
      ? said(
          xml`<circle class="hollow" cx="20" cy="10" r="7"/><path class="dot rtt-none" d="M20 10V3A7 7 0 1 1 13 10z"/>`,
          'filled as far as probes were answered',
        )
      : null,
    has('silence') ? said(xml`<circle class="silent" cx="20" cy="10" r="7"/>`, 'nobody answered') : null,
    has('end')
      ? said(xml`<path class="dot rtt-none" d="M20 2l8 8l-8 8l-8 -8z"/>`, 'says that there is no way on')
      : null,
  ];
}

function said(sign: Markup, text: string): Markup {
  return xml`${sign}<text x="${px(TEXT)}" y="14">${text}</text>`;
}

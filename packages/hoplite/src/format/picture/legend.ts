import { type Markup, xml } from './markup.js';
import type { Link, NodeKind, PathGraph } from './path.js';
import { RTT_CLASSES, rttClass } from './rtt.js';
import { counts } from './words.js';

export interface Legend {
  readonly markup: Markup;
  readonly width: number;
  readonly height: number;
}

/** What the signs of this picture mean: no more than those that it has, a line each. */
export function legend(graph: PathGraph, leastWidth: number): Legend {
  const lines = [...colours(graph), ...signs(graph)];
  const width = Math.ceil(Math.max(leastWidth, ...lines.map((line) => line.width)));
  const markup = xml`<g class="legend">
<line class="rule" x1="0" y1="${TOP - 8}" x2="${width}" y2="${TOP - 8}"/>
${lines.map((line, index) => xml`<g transform="translate(0 ${TOP + LINE * index})">${line.markup}</g>\n`)}</g>`;
  return { markup, width, height: TOP + LINE * lines.length + 4 };
}

const TOP = 24;
const LINE = 22;
/** Where the text begins, behind the sign. */
const TEXT = 44;
/** No character is wider, in the mean. */
const CHARACTER = 7;

interface Line {
  readonly markup: Markup;
  readonly width: number;
}

function colours({ layers }: PathGraph): readonly Line[] {
  const used = new Set<number>(
    layers.flatMap(({ nodes }) => nodes.flatMap(({ rtt }) => (rtt === null ? [] : [rttClass(rtt)]))),
  );
  if (used.size === 0) return [];
  let x = TEXT + 8;
  const swatches = RTT_CLASSES.flatMap(({ label }, index) => {
    if (!used.has(index)) return [];
    const swatch = xml`<circle class="dot rtt-${index}" cx="${x + 5}" cy="10" r="5.5"/><text x="${x + 14}" y="14">${label}</text>`;
    x += 20 + label.length * CHARACTER;
    return [swatch];
  });
  return [{ markup: xml`<text x="0" y="14">RTT ms</text>${swatches}`, width: x }];
}

function signs({ layers, links }: PathGraph): readonly Line[] {
  const nodes = layers.flatMap((layer) => layer.nodes);
  const has = (kind: NodeKind) => nodes.some((node) => node.kind === kind);
  const isPartial = nodes.some((node) => counts(node).lost > 0 && node.kind !== 'silence');
  const said: readonly (readonly [boolean, Markup, string])[] = [
    [
      links.some(({ share }) => share < 0.99),
      xml`<path class="link rtt-none" stroke-width="2" d="M10 7h20"/><path class="link rtt-none" stroke-width="6" d="M10 14h20"/>`,
      'width: share of the probes',
    ],
    [links.some(({ guessed }) => guessed), DASHED, guessText(links)],
    [
      isPartial,
      xml`<circle class="hollow" cx="20" cy="10" r="7"/><path class="dot rtt-none" d="M20 10V3A7 7 0 1 1 13 10z"/>`,
      'filled as far as probes were answered',
    ],
    [has('silence'), xml`<circle class="silent" cx="20" cy="10" r="7"/>`, 'nobody answered'],
    [has('end'), xml`<path class="dot rtt-none" d="M20 2l8 8l-8 8l-8 -8z"/>`, 'says that there is no way on'],
  ];
  return said
    .filter(([isThere]) => isThere)
    .map(([, sign, text]) => ({
      markup: xml`${sign}<text x="${TEXT}" y="14">${text}</text>`,
      width: TEXT + text.length * CHARACTER,
    }));
}

const DASHED = xml`<path class="link rtt-none guessed" stroke-width="3" d="M10 10h20"/>`;

/** Behind the last answer, and where nobody was asked, nothing is guessed: nothing was seen. */
function guessText(links: readonly Link[]): string {
  const isSeen = ({ from, to }: Link) => from.kind !== 'unasked' && to.kind !== 'unasked' && to.kind !== 'goal';
  return links.some((link) => link.guessed && isSeen(link)) ? 'a guess: no flow was followed here' : 'not seen';
}

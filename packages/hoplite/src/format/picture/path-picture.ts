import type { Layout, Row } from './layout.js';
import { legend } from './legend.js';
import { colour, marker, px } from './marker.js';
import { type Markup, shortened, xml } from './markup.js';
import type { Link } from './path.js';
import { shortRtt } from './rtt.js';
import { answersText, nodeTitle, roleText, ttlText } from './words.js';

/** What a reader of the screen hears of a picture. */
export interface PictureText {
  /** Unique in the document, of letters, digits and hyphens. */
  readonly id: string;
  /** What it is a picture of, in a few words. It is escaped, and may be what others chose. */
  readonly title: string;
  /** What it shows, in a sentence or two; escaped likewise. */
  readonly description: string;
}

/** A picture and its size. */
export interface Picture {
  /** An `svg` element, with a line feed behind it. */
  readonly svg: Markup;
  /** In pixels, as the element's own `width`. */
  readonly width: number;
  /** In pixels, as the element's own `height`. */
  readonly height: number;
}

/**
 * The path as a picture: hops from top to bottom, alternatives side by side, links as wide as their share of the probes, in
 * the colour of the round-trip time that was measured where they end. An `svg` element without a style sheet of its own:
 * `pictureStyle` has it.
 */
export function pathPicture(layout: Layout, { id, title, description }: PictureText): Picture {
  const columns = columnsOf(layout);
  const key = legend(layout.graph, columns.width);
  const { width } = key;
  const height = layout.height + key.height;
  const svg = xml`<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" aria-labelledby="${id}-title ${id}-desc" width="${width}" height="${px(height)}" viewBox="0 0 ${width} ${px(height)}">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
${linkLines(layout, columns)}
${rttHead(layout, columns)}${layout.rows.map((row) => nodeLine(row, columns))}
<g transform="translate(0 ${px(layout.height)})">${key.markup}</g>
</svg>
`;
  return { svg, width, height };
}

/** Where the columns begin (or, of the round-trip times, end). */
interface Columns {
  /** Where the TTLs end. */
  readonly ttl: number;
  readonly lanes: number;
  readonly address: number;
  readonly rtt: number;
  readonly answers: number;
  readonly width: number;
}

/** No more than so many pixels a character: of addresses, which are all of one width, and of other text. */
const MONO = 7.9;
const TEXT = 7.2;
/** The longest name that is not shortened: as much as a phone has room for. */
const LONGEST = 39;

function columnsOf({ rows, width }: Layout): Columns {
  const ttl =
    Math.max(
      2,
      longest(rows, ({ layer }) => ttlText(layer)),
    ) * 8.6;
  const lanes = Math.ceil(ttl) + 6;
  const address = lanes + Math.ceil(width) + 4;
  const names =
    Math.min(
      LONGEST,
      longest(rows, (row) => belowText(row, LONGEST)),
    ) * TEXT;
  const answers = longest(rows, ({ node }) => answersText(node)) * TEXT + 12;
  const rtt = Math.ceil(Math.max(longest(rows, addressText) * MONO + 56, names - answers));
  return {
    ttl,
    lanes,
    address,
    rtt: address + rtt,
    answers: address + rtt + 12,
    width: Math.ceil(address + rtt + answers),
  };
}

function longest(rows: readonly Row[], textOf: (row: Row) => string): number {
  return Math.max(0, ...rows.map((row) => textOf(row).length));
}

function linkLines({ graph, rows }: Layout, { lanes }: Columns): Markup {
  const rowOf = new Map(rows.map((row) => [row.node, row]));
  const lines = graph.links.map((link) => {
    const [from, to] = [rowOf.get(link.from), rowOf.get(link.to)];
    return from === undefined || to === undefined ? null : linkLine(link, from, to, lanes);
  });
  return xml`<g class="links">${lines}</g>`;
}

/** Down its own lane, over to the other's between the layers, and down to the node. */
function linkLine({ from, to, share, guessed }: Link, near: Row, far: Row, left: number): Markup {
  const [x1, x2] = [px(left + near.x), px(left + far.x)];
  const middle = px((near.bottom + far.top) / 2);
  const turn = x1 === x2 ? '' : `V${px(near.bottom)}C${x1} ${middle} ${x2} ${middle} ${x2} ${px(far.top)}`;
  const classes = `${colour(to.rtt)}${guessed ? ' guessed' : ''}`;
  const width = px(Math.min(1 + 8 * share, 2 * near.radius, 2 * far.radius));
  const title = `${from.address ?? '*'} to ${to.address ?? '*'}: ${Math.round(share * 100)} % of the probes${guessed ? ', a guess' : ''}`;
  return xml`<path class="link ${classes}" stroke-width="${width}" d="M${x1} ${px(near.y)}${turn}V${px(far.y)}"><title>${title}</title></path>
`;
}

/** Beside the source, which has no time, stands what the times below are. */
function rttHead({ rows }: Layout, { rtt }: Columns): Markup | null {
  if (rows.every(({ node }) => node.rtt === null)) return null;
  return xml`<text class="rtt head" x="${rtt}" y="${px((rows[0]?.y ?? 0) - 3)}">RTT ms</text>`;
}

function nodeLine(row: Row, columns: Columns): Markup {
  const { node, layer, x, y, radius, isTall, isFirst, height } = row;
  const below = isTall ? belowText(row, Math.floor((columns.width - columns.address) / TEXT)) : '';
  const baseline = px(y + (below === '' ? 4.5 : -3));
  const ttl = isFirst
    ? xml`<text class="ttl" x="${px(columns.ttl)}" y="${px(y + 4.5)}">${ttlText(layer)}</text>`
    : null;
  return xml`<g class="node ${node.kind}"><title>${nodeTitle(layer, node)}</title>
<rect class="hit" x="0" y="${px(y - height / 2)}" width="${columns.width}" height="${height}"/>
${ttl}${marker(node, columns.lanes + x, y, radius)}
<text class="address" x="${columns.address}" y="${baseline}">${addressText(row)}</text>
<text class="rtt" x="${columns.rtt}" y="${baseline}">${node.rtt === null ? '' : shortRtt(node.rtt)}</text>
<text class="answers" x="${columns.answers}" y="${baseline}">${answersText(node)}</text>
${below === '' ? null : xml`<text class="name" x="${columns.address}" y="${px(y + 13)}">${below}</text>`}
</g>
`;
}

function addressText({ node }: Row): string {
  return shortened(node.address === null ? roleText(node) : [node.address, ...node.annotations].join(' '), LONGEST + 6);
}

/** In so many characters; of a name as much as the rest leaves room for. */
function belowText({ node }: Row, room: number): string {
  const again = node.alsoAt === null ? '' : `↺ also at TTL ${node.alsoAt}`;
  const rest = [node.owner, node.address === null ? '' : roleText(node), again]
    .filter((part) => part !== '')
    .join(' · ');
  if (node.name === null || rest === '') return shortened(node.name ?? rest, room);
  return `${shortened(node.name, Math.max(12, room - rest.length - 3))} · ${rest}`;
}

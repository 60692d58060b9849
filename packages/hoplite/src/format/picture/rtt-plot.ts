import type { AnsweredProbe } from '@hoplite/engine';
import { isAnswered } from '../hops-to-the-end.js';
import type { Layout, Row } from './layout.js';
import { colour, px } from './marker.js';
import { type Markup, shortened, xml } from './markup.js';
import type { PictureText } from './path-picture.js';
import { extremes } from './rtt.js';
import { type Scale, scaleFor } from './scale.js';
import { roleText, ttlText } from './words.js';

/**
 * Every round-trip time of the trace on a line of its node, on one axis: as high as the path picture of the same layout and
 * with the same lines, so that the two can stand side by side. It takes the width that it is given, without becoming larger.
 */
export function rttPlot({ rows, height }: Layout, { id, title, description }: PictureText): Markup {
  const scale = scaleFor(rows.flatMap((row) => timed(row).map(({ rtt }) => rtt)));
  return xml`<svg xmlns="http://www.w3.org/2000/svg" class="picture plot" role="img" aria-labelledby="${id}-title ${id}-desc" width="100%" height="${px(height)}">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
${axis(scale, height)}
${rows.map((row) => plotLine(row, scale))}
</svg>
`;
}

/** Who is who in the plot, for where it stands without the path picture. */
export function plotLabels({ rows, height }: Layout): Markup {
  return xml`<svg xmlns="http://www.w3.org/2000/svg" class="picture plot-labels" aria-hidden="true" width="${LABELS}" height="${px(height)}">
${rows.map(
  ({
    node,
    layer,
    isFirst,
    y,
  }) => xml`${isFirst ? xml`<text class="ttl" x="22" y="${px(y + 4)}">${ttlText(layer)}</text>` : null}<text class="who" x="30" y="${px(y + 4)}">${shortened(node.address ?? roleText(node), 16)}</text>
`,
)}</svg>
`;
}

const LABELS = 142;
/** More dots than these lie on each other: their rims would hide them. */
const CROWD = 12;

function axis(scale: Scale, height: number): Markup {
  const last = scale.ticks.length - 1;
  const lines = scale.ticks.map((tick, index) => {
    const x = percent(scale.place(tick));
    const anchor = index === 0 ? 'start' : index === last ? 'end' : 'middle';
    // Which of them would touch the next one, the last above all, where there is little room.
    const look = last > 1 && (last - index) % 2 === 1 ? 'tick spare' : 'tick';
    return xml`<line class="grid" x1="${x}" x2="${x}" y1="34" y2="${px(height)}"/><text class="${look}" x="${x}" y="28" text-anchor="${anchor}">${tick}</text>
`;
  });
  return xml`<text class="axis" x="${percent(0)}" y="12">RTT in ms${scale.isLogarithmic ? ', logarithmic' : ''}</text>${lines}`;
}

type Timed = AnsweredProbe & { readonly rtt: number };

function timed({ node }: Row): readonly Timed[] {
  return node.probes.filter((probe): probe is Timed => isAnswered(probe) && probe.rtt !== null);
}

function plotLine(row: Row, scale: Scale): Markup | null {
  const { node, layer, y, height } = row;
  const samples = timed(row);
  if (samples.length === 0)
    return node.kind === 'silence'
      ? xml`<text class="none" x="${percent(0)}" y="${px(y + 4)}">${roleText(node)}</text>`
      : null;
  const [least, most] = extremes(samples.map(({ rtt }) => scale.place(rtt)));
  const step = Math.min(5, (height - 12) / Math.max(1, samples.length - 1));
  const look = samples.length > CROWD ? 'sample crowded' : 'sample';
  const dots = samples.map((probe, index) => {
    const title = `TTL ${ttlText(layer)}, ${probe.address}, attempt ${probe.attempt}: ${probe.rtt} ms${probe.status === 'late' ? ', late' : ''}`;
    const classes = probe.status === 'late' ? 'late' : `${look} ${colour(probe.rtt)}`;
    return xml`<circle class="${classes}" cx="${percent(scale.place(probe.rtt))}" cy="${px(y + (index - (samples.length - 1) / 2) * step)}" r="3.5"><title>${title}</title></circle>
`;
  });
  const median = node.rtt === null ? null : percent(scale.place(node.rtt));
  const tick =
    median === null
      ? null
      : xml`<line class="median" x1="${median}" x2="${median}" y1="${px(y - 9)}" y2="${px(y + 9)}"/>`;
  return xml`<line class="row" x1="${percent(0)}" x2="${percent(1)}" y1="${px(y)}" y2="${px(y)}"/><line class="range" x1="${percent(least)}" x2="${percent(most)}" y1="${px(y)}" y2="${px(y)}"/>${tick}${dots}`;
}

/** Of the plot's width, with room for a whole dot at either end. */
function percent(place: number): string {
  return `${Math.round(200 + place * 9600) / 100}%`;
}

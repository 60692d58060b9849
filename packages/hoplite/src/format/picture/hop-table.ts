import type { AnsweredProbe, ProbeResult } from '@hoplite/engine';
import { extensionsText } from '../extensions.js';
import { isAnswered } from '../hops-to-the-end.js';
import { type Markup, shortened, xml } from './markup.js';
import type { Layer, PathGraph, PathNode } from './path.js';
import { extremes } from './rtt.js';
import { annotationText, counts, plural, roleText, ttlText } from './words.js';

/** Who answered at each TTL, with every round-trip time, and what the answers told besides: a `table` element. */
export function hopTable({ layers }: PathGraph): Markup {
  const asked = layers.filter(({ firstTtl }) => firstTtl !== null && firstTtl > 0);
  return xml`<table>
<thead><tr><th scope="col" class="number">TTL</th><th scope="col">Address</th><th scope="col" class="number">Answers</th><th scope="col" class="number">Best</th><th scope="col" class="number">Median</th><th scope="col" class="number">Worst</th><th scope="col">RTT of each probe, ms</th><th scope="col">Remarks</th></tr></thead>
${asked.map(
  (layer) => xml`<tbody>
${layer.nodes.map((node, index) => tableRow(layer, node, index === 0))}</tbody>
`,
)}</table>
`;
}

function tableRow(layer: Layer, node: PathNode, isFirst: boolean): Markup {
  const ttl = xml`<th scope="rowgroup" rowspan="${layer.nodes.length}" class="number">${ttlText(layer)}</th>`;
  const numbers = figures(node).map((text) => xml`<td class="number">${text}</td>`);
  return xml`<tr>${isFirst ? ttl : null}<td>${whoText(node)}</td>${numbers}<td class="samples">${samplesText(node)}</td><td>${remarks(node).join('; ')}</td></tr>
`;
}

/** How many answered; the least, the middle and the largest round-trip time. */
function figures(node: PathNode): readonly string[] {
  const { answered, sent } = counts(node);
  const rtts = node.probes.flatMap((probe) => (probe.status === 'replied' && probe.rtt !== null ? [probe.rtt] : []));
  const [best, worst] = extremes(rtts);
  const times = node.rtt === null ? ['', '', ''] : [best, node.rtt, worst].map(milliseconds);
  return [sent === 0 ? '' : `${answered} of ${sent}`, ...times];
}

function whoText(node: PathNode): Markup {
  if (node.address === null) return xml`<i>${roleText(node)}</i>`;
  const name =
    node.name === null ? null : xml`<span class="name" title="${node.name}">${shortened(node.name, NAME)}</span>`;
  const owner = node.owner === '' ? null : xml`<span class="name">${ownerText(node)}</span>`;
  return xml`<span class="address">${node.address}</span>${name}${owner}`;
}

/** With the organization's name, for which the table has room. */
function ownerText({ owner, probes }: PathNode): string {
  const [name] = probes.filter(isAnswered).flatMap(({ origin }) => origin?.name ?? []);
  return name === undefined ? owner : shortened(`${owner}, ${name}`, NAME);
}

/** Characters of a name that leave room for the other columns. */
const NAME = 44;

function milliseconds(rtt: number): string {
  return rtt.toFixed(3);
}

/** In the order of the attempts, `*` for one without answer; of a silence nothing, since it would be stars alone. */
function samplesText({ kind, probes }: PathNode): string {
  return kind === 'silence' ? '' : probes.map(sampleText).join('  ');
}

function sampleText(probe: ProbeResult): string {
  if (!isAnswered(probe)) return '*';
  const rtt = probe.rtt === null ? '?' : milliseconds(probe.rtt);
  return probe.status === 'late' ? `(${rtt})` : rtt;
}

function remarks(node: PathNode): readonly string[] {
  const answers = node.probes.filter(isAnswered);
  const late = answers.filter(({ status }) => status === 'late').length;
  const duplicates = answers.reduce((sum, answer) => sum + answer.duplicates, 0);
  const said = answers.flatMap((answer) => [extensionsText(answer), ...changeTexts(answer)]);
  return [
    ...node.annotations.map((mark) => `${mark} ${annotationText(mark)}`.trim()),
    ...(node.alsoAt === null ? [] : [`also at TTL ${node.alsoAt}`]),
    ...(late === 0 ? [] : [`${late} late, in brackets`]),
    ...(duplicates === 0 ? [] : [plural(duplicates, 'duplicate')]),
    ...(answers.some(({ nat }) => nat) ? ['behind a NAT'] : []),
    ...new Set(said.filter((text) => text !== '')),
  ];
}

function changeTexts({ changed, quotedTtl }: AnsweredProbe): readonly string[] {
  const fields = Object.entries(changed).map(([field, { sent, quoted }]) => `${field} ${sent} quoted as ${quoted}`);
  return quotedTtl === null || quotedTtl <= 1 ? fields : [`TTL quoted as ${quotedTtl}`, ...fields];
}

import type { TraceResult } from '@hoplite/engine';
import { hopsToTheEnd, isAnswered } from './hops-to-the-end.js';
import { pathGraph } from './picture/graph.js';
import { hopTable } from './picture/hop-table.js';
import { type Layout, layOut } from './picture/layout.js';
import { type Markup, xml } from './picture/markup.js';
import { pathPicture } from './picture/path-picture.js';
import { plotLabels, rttPlot } from './picture/rtt-plot.js';
import { beganText, OUTCOMES, outcomeText, plural } from './picture/words.js';

/** All that is to be said of one trace, as an `article`; `id` is its own in the document, `level` that of its heading. */
export function traceArticle(result: TraceResult, id: string, level: 1 | 2): Markup {
  const graph = pathGraph(result);
  const [heading, below] = [`h${level}`, `h${level + 1}`];
  return xml`<article id="${id}" aria-labelledby="${id}-title">
<header>
<${heading} id="${id}-title">Path to <span class="target">${result.target}</span></${heading}>
${summary(result)}</header>
<div class="pictures">
${path(layOut(graph), result, id)}${times(layOut(graph), result, id)}</div>
<section aria-labelledby="${id}-hops"><${below} id="${id}-hops">Hops</${below}>
<div class="scroll" role="region" tabindex="0" aria-label="Table of hops">
${hopTable(graph)}</div></section>
<section aria-labelledby="${id}-options"><${below} id="${id}-options">Options in effect</${below}>
<dl class="options">${terms(optionsOf(result))}</dl></section>
</article>
`;
}

function summary(result: TraceResult): Markup {
  const { mark } = OUTCOMES[result.outcome];
  const kind = result.outcome === 'reached' ? 'good' : 'bad';
  const notices = [...result.notices.map(({ text }) => text), ...leftOut(result)].map((text) => xml`<li>${text}</li>`);
  return xml`<p class="outcome ${kind}"><span class="mark" aria-hidden="true">${mark}</span> ${outcomeText(result)}</p>
<dl class="facts">${terms(facts(result))}</dl>
${notices.length === 0 ? null : xml`<ul class="notices" aria-label="Notices">${notices}</ul>\n`}`;
}

type Term = readonly [term: string, value: string];

function terms(given: readonly Term[]): readonly Markup[] {
  return given.map(([term, value]) => xml`<div><dt>${term}</dt><dd>${value}</dd></div>`);
}

function facts(result: TraceResult): readonly Term[] {
  const { duration, foreign, ambiguous } = result;
  return [
    ['Destination', result.address],
    ['Source', result.source],
    ['Method', `${result.method}, IPv${result.family}`],
    ['Probes', probesText(result)],
    ['Began', beganText(result.startedAt)],
    ['Took', duration < 10_000 ? `${duration.toFixed(1)} ms` : `${(duration / 1000).toFixed(1)} s`],
    ['Times by', `${result.transport}, ${result.timestamps}`],
    ...(foreign + ambiguous === 0
      ? []
      : [['Unmatched', `${foreign} foreign, ${ambiguous} ambiguous replies`] as const]),
  ];
}

/** Of those beyond the end, which were in flight when it was found, a result tells nothing. */
function probesText({ hops, probesSent }: TraceResult): string {
  const told = hops.flatMap(({ probes }) => probes);
  const answered = told.filter(isAnswered).length;
  return `${probesSent} sent, ${answered} ${told.length === probesSent ? '' : `of ${told.length} up to the end `}answered`;
}

/** A capture may hold probes that went beyond the end; they are no part of the path. */
function leftOut(result: TraceResult): readonly string[] {
  const beyond = result.hops.slice(hopsToTheEnd(result).length).flatMap(({ probes }) => probes).length;
  if (beyond === 0) return [];
  return [`${plural(beyond, 'probe')} with larger TTLs than the one that ended the trace are left out here`];
}

function path(layout: Layout, result: TraceResult, id: string): Markup {
  const text = { id: `${id}-path`, title: `Path to ${result.target}`, description: outcomeText(result) };
  return xml`<figure><figcaption>Path</figcaption><div class="scroll" role="region" tabindex="0" aria-label="Path">${pathPicture(layout, text).svg}</div></figure>
`;
}

function times(layout: Layout, { target, hops }: TraceResult, id: string): Markup | null {
  if (!hops.some(({ probes }) => probes.some(isAnswered))) return null;
  const description = 'Every answer, hop by hop; the table has the numbers.';
  const plot = rttPlot(layout, { id: `${id}-rtt`, title: `Round-trip times to ${target}`, description });
  return xml`<figure><figcaption>Round-trip times</figcaption><div class="plots">${plotLabels(layout)}${plot}</div></figure>
`;
}

function optionsOf({ options }: TraceResult): readonly Term[] {
  return Object.entries(options).map(([name, value]) => [name, typeof value === 'string' ? value : optionText(value)]);
}

function optionText(value: unknown): string {
  return value === null ? 'none' : (JSON.stringify(value) ?? 'none');
}

import type { OptionsInEffect, TraceResult } from '@hoplite/engine';
import { hopsToTheEnd, isAnswered } from './hops-to-the-end.js';
import { pathGraph } from './picture/graph.js';
import { hopTable } from './picture/hop-table.js';
import { type Layout, layOut } from './picture/layout.js';
import { type Markup, xml } from './picture/markup.js';
import { pathPicture } from './picture/path-picture.js';
import { plotLabels, rttPlot } from './picture/rtt-plot.js';
import { OUTCOMES, outcomeText, plural } from './picture/words.js';

/** All that is to be said of one trace, as an `article`; `id` is its own in the document. */
export function traceArticle(result: TraceResult, id: string): Markup {
  return xml`<article id="${id}" aria-labelledby="${id}-title">
${header(result, id)}${pictures(result, id)}${options(result, id)}</article>
`;
}

function header(result: TraceResult, id: string): Markup {
  const { outcome } = result;
  const kind = outcome === 'reached' ? 'good' : 'bad';
  const notices = [...result.notices.map(({ text }) => text), ...leftOut(result)];
  return xml`<header>
<h2 id="${id}-title">Path to <span class="target">${result.target}</span></h2>
<p class="outcome ${kind}"><span class="mark" aria-hidden="true">${OUTCOMES[outcome].mark}</span> ${outcomeText(result)}</p>
<dl class="facts">${facts(result).map(([term, value]) => xml`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${
  notices.length === 0
    ? null
    : xml`<ul class="notices" aria-label="Notices">${notices.map((text) => xml`<li>${text}</li>`)}</ul>
`
}</header>
`;
}

function facts(result: TraceResult): readonly (readonly [string, string])[] {
  const probes = result.hops.flatMap((hop) => hop.probes);
  const answered = probes.filter(isAnswered).length;
  return [
    ['Destination', result.address],
    ['Source', result.source],
    ['Method', `${result.method}, IPv${result.family}`],
    ['Probes', `${result.probesSent} sent, ${answered} answered`],
    ['Began', `${result.startedAt.slice(0, 19).replace('T', ' ')} UTC`],
    [
      'Took',
      `${result.duration < 10_000 ? `${result.duration.toFixed(1)} ms` : `${(result.duration / 1000).toFixed(1)} s`}`,
    ],
    ['Times by', `${result.transport}, ${result.timestamps}`],
    ...(result.foreign + result.ambiguous === 0
      ? []
      : [['Unmatched', `${result.foreign} foreign, ${result.ambiguous} ambiguous replies`] as const]),
  ];
}

/** A capture may hold probes that went beyond the end; they are no part of the path. */
function leftOut(result: TraceResult): readonly string[] {
  const beyond = result.hops.slice(hopsToTheEnd(result).length).flatMap(({ probes }) => probes).length;
  return beyond === 0
    ? []
    : [`${plural(beyond, 'probe')} with larger TTLs than the one that ended the trace are left out here`];
}

function pictures(result: TraceResult, id: string): Markup {
  const graph = pathGraph(result);
  const layout = layOut(graph);
  const path = pathPicture(layout, {
    id: `${id}-path`,
    title: `Path to ${result.target}`,
    description: outcomeText(result),
  });
  return xml`<div class="pictures">
<figure><figcaption>Path</figcaption><div class="scroll" role="region" tabindex="0" aria-label="Path">${path.svg}</div></figure>
${times(layout, result, id)}</div>
<section aria-labelledby="${id}-hops"><h3 id="${id}-hops">Hops</h3>
<div class="scroll" role="region" tabindex="0" aria-label="Table of hops">
${hopTable(graph)}</div></section>
`;
}

function times(layout: Layout, { target, hops }: TraceResult, id: string): Markup | null {
  if (!hops.some(({ probes }) => probes.some(isAnswered))) return null;
  const description = 'Every answer, hop by hop; the table has the numbers.';
  const plot = rttPlot(layout, { id: `${id}-rtt`, title: `Round-trip times to ${target}`, description });
  return xml`<figure class="times"><figcaption>Round-trip times</figcaption><div class="plots">${plotLabels(layout)}${plot}</div></figure>
`;
}

function options({ options }: TraceResult, id: string): Markup {
  return xml`<section aria-labelledby="${id}-options"><h3 id="${id}-options">Options in effect</h3>
<dl class="options">${entries(options).map(([name, value]) => xml`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>
`;
}

function entries(options: OptionsInEffect): readonly (readonly [string, string])[] {
  return Object.entries(options).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none'),
  ]);
}

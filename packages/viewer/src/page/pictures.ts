import type { TraceResult } from '@hoplite/engine';
import {
  isAnswered,
  type Layout,
  layOut,
  outcomeText,
  pathGraph,
  pathPicture,
  plotLabels,
  plural,
  type Row,
  rttPlot,
} from 'hoplite/browser';
import { element } from './element.js';
import { svgNode } from './svg.js';

/** More lines and dots than these take long to draw, and nobody reads them. */
const MOST_ROUTERS = 400;
const MOST_PROBES = 5000;

/** From so many lines on a picture is higher than two screens. */
const LONG = 60;

/** The path and its round-trip times, line by line side by side. */
export interface Pictures {
  readonly node: HTMLElement;
  /** Shows which TTL is chosen. */
  mark(ttl: number): void;
}

/** `chosen` is told the TTL of the line that was pressed. */
export function pictures(trace: TraceResult, chosen: (ttl: number) => void): Pictures {
  const { routers, probes } = sizeOf(trace);
  if (routers > MOST_ROUTERS || probes > MOST_PROBES) {
    const size = `${plural(routers, 'router')} and ${plural(probes, 'probe')}`;
    return { node: element('p', { class: 'notice' }, `A picture of ${size} is left out.`), mark: () => {} };
  }
  const layout = layOut(pathGraph(trace));
  const [path, times] = [pathFigure(layout, trace), timesFigure(layout, trace)];
  const lines = [...path.querySelectorAll('.node')].map((node, index) => ({ node, ttls: ttlsOf(layout.rows[index]) }));
  for (const { node, ttls } of lines.filter(({ ttls }) => ttls.last > 0)) {
    node.classList.add('can-be-chosen');
    node.addEventListener('click', () => chosen(ttls.first));
  }
  return {
    node: folded(element('div', { class: 'pictures' }, path, times), layout.rows.length),
    mark(ttl) {
      for (const { node, ttls } of lines) node.classList.toggle('chosen', ttls.first <= ttl && ttl <= ttls.last);
    },
  };
}

/** A long picture is shown when it is asked for, so that the table is near. */
function folded(node: HTMLElement, rows: number): HTMLElement {
  if (rows <= LONG) return node;
  const summary = element('summary', {}, `Path and round-trip times, ${rows} lines`);
  // Where it stands beside the table it is not in the way.
  const open = matchMedia('(min-width: 1900px)').matches;
  return element('details', { class: 'folded', open }, summary, node);
}

/** Counted first: to lay out many more takes long as well. */
function sizeOf({ hops }: TraceResult): { readonly routers: number; readonly probes: number } {
  let [routers, probes] = [0, 0];
  for (const hop of hops) {
    routers += new Set(hop.probes.filter(isAnswered).map(({ address }) => address)).size;
    probes += hop.probes.length;
  }
  return { routers, probes };
}

/** None for the source, and for a destination that was not reached. */
function ttlsOf(row: Row | undefined): { readonly first: number; readonly last: number } {
  return { first: row?.layer.firstTtl ?? 0, last: row?.layer.lastTtl ?? 0 };
}

function pathFigure(layout: Layout, trace: TraceResult): HTMLElement {
  const text = { id: 'path', title: `Path to ${trace.target}`, description: outcomeText(trace) };
  const picture = svgNode(pathPicture(layout, text).svg);
  return figure(
    'Path',
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Path' }, picture),
  );
}

function timesFigure(layout: Layout, { target }: TraceResult): HTMLElement {
  const description = 'Every answer, hop by hop; the table has the numbers.';
  const plot = rttPlot(layout, { id: 'times', title: `Round-trip times to ${target}`, description });
  return figure('Round-trip times', element('div', { class: 'plots' }, svgNode(plotLabels(layout)), svgNode(plot)));
}

function figure(caption: string, content: HTMLElement): HTMLElement {
  return element('figure', {}, element('figcaption', {}, caption), content);
}

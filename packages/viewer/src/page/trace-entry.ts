import type { TraceResult } from '@hoplite/engine';
import { isAnswered } from 'hoplite/browser';
import { destination, ending } from './words.js';

/** A trace, and as which of the page's files its own was opened, from 0. */
export interface TraceEntry {
  readonly trace: TraceResult;
  readonly file: number;
}

/** How a list of traces can be ordered; those that are alike stay in the order of the file. */
export const ORDERS: Readonly<Record<string, (a: TraceResult, b: TraceResult) => number>> = {
  'As in the file': () => 0,
  'By start': (a, b) => byNumber.compare(a.startedAt, b.startedAt),
  'By destination': (a, b) => byNumber.compare(destination(a), destination(b)),
  'Not reached first': (a, b) => Number(a.outcome === 'reached') - Number(b.outcome === 'reached'),
  'Slowest first': (a, b) => slowest(b) - slowest(a),
};

/** Whether each word of the filter occurs in what is told of the trace: its ends, who answered on the way, and how. */
export function matches({ trace }: TraceEntry, file: string, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/);
  const heading = `${destination(trace)} ${trace.source} ${trace.method} ${trace.outcome} ${ending(trace)} ${file}`;
  const text = heading.toLowerCase();
  const missing = words.filter((word) => !text.includes(word));
  return missing.length === 0 || missing.every((word) => isOnTheWay(trace, word));
}

function isOnTheWay({ hops }: TraceResult, word: string): boolean {
  return hops.some(({ probes }) =>
    probes.some(
      (probe) => isAnswered(probe) && (probe.address.includes(word) || probe.name?.toLowerCase().includes(word)),
    ),
  );
}

const byNumber = new Intl.Collator('en', { numeric: true });

/** Its longest round trip. */
function slowest({ hops }: TraceResult): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const { probes } of hops) {
    for (const probe of probes) if (isAnswered(probe) && probe.rtt !== null) most = Math.max(most, probe.rtt);
  }
  return most;
}

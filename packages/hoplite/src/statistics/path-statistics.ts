import type { TraceResult } from '@hoplite/engine';
import { type HopStatistics, statisticsOf } from './hop-statistics.js';
import { emptyTally, type HopTally, tallied } from './hop-tally.js';

/** The figures of a hop that can only be read beside those of the hops behind it. */
export interface PathRow extends HopStatistics {
  /**
   * Percent of the probes that the path loses on the way to this hop or on the way back, at the most: the least share of
   * unanswered probes of this hop and all behind it. What passed here to be answered farther on was not lost here. Null
   * where neither this hop nor one behind it ever answered.
   */
  readonly loss: number | null;
}

/** The rows of a path, from the tallies of its hops in the order of their TTLs. */
export function pathRows(tallies: readonly HopTally[]): readonly PathRow[] {
  let least: number | null = null;
  return tallies
    .map(statisticsOf)
    .reverse()
    .map((hop) => {
      if (hop.received > 0 && hop.unanswered !== null) least = Math.min(least ?? 100, hop.unanswered);
      return { ...hop, loss: least };
    })
    .reverse();
}

/** The rows of one trace: a row a hop, over all its queries. */
export function traceRows({ hops }: Pick<TraceResult, 'hops'>): readonly PathRow[] {
  return pathRows(
    hops.map(({ ttl, probes }) => probes.reduce((tally, probe) => tallied(tally, probe), emptyTally(ttl))),
  );
}

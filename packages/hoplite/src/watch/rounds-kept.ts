import type { TraceResult } from '@hoplite/engine';
import { isAnswered } from '../format/hops-to-the-end.js';
import { emptyTally, type HopTally, tallied } from '../statistics/hop-tally.js';
import { type PathRow, pathRows } from '../statistics/path-statistics.js';
import { mergeRounds } from './merge-rounds.js';

/** What is kept of a target's rounds for a report. */
export interface RoundsKept {
  add(round: TraceResult): void;
  /** All of them as one trace; null for none. */
  merged(): TraceResult | null;
  /** The figures of all its hops, where that trace has not every probe. */
  figures(): readonly PathRow[] | undefined;
}

export function everyRound(): RoundsKept {
  const rounds: TraceResult[] = [];
  return { add: (round) => void rounds.push(round), merged: () => mergeRounds(rounds), figures: () => undefined };
}

/** For a format of figures alone: a hundred thousand rounds would take two gigabytes, and it shows of them only who answered. */
export function figuresOfRounds(): RoundsKept {
  let known: TraceResult | null = null;
  const tallies = new Map<number, HopTally>();
  return {
    add(round) {
      const merged = mergeRounds(known === null ? [round] : [known, round]);
      known = merged === null ? null : answersAlone(merged);
      for (const { ttl, probes } of round.hops) {
        const before = tallies.get(ttl) ?? emptyTally(ttl);
        tallies.set(
          ttl,
          probes.reduce((tally, probe) => tallied(tally, probe), before),
        );
      }
    },
    merged: () => known,
    figures: () => pathRows([...tallies.values()].sort((a, b) => a.ttl - b.ttl)),
  };
}

/** Of each hop the last answer of each address, as they came up, and in the end that of who answered last once more. */
function answersAlone(merged: TraceResult): TraceResult {
  const hops = merged.hops.map(({ ttl, probes }) => {
    const answers = probes.filter(isAnswered);
    const latest = [...new Map(answers.map((answer) => [answer.address, answer])).values()];
    return { ttl, probes: [...latest.slice(-MOST_ADDRESSES), ...answers.slice(-1)] };
  });
  return { ...merged, notices: [], hops };
}

/** Of a hop. */
const MOST_ADDRESSES = 128;

import type { AnsweredProbe, Hop, TraceResult } from '@hoplite/engine';
import { type PathRow, traceRows } from '../statistics/path-statistics.js';
import { hopsToTheEnd, isAnswered } from './hops-to-the-end.js';

/** A hop as mtr reports it. Times are milliseconds to the microsecond, as those of mtr. */
export interface MtrRow {
  readonly ttl: number;
  /** Percent of the probes sent. */
  readonly loss: number;
  readonly sent: number;
  readonly last: number;
  readonly average: number;
  readonly best: number;
  readonly worst: number;
  readonly deviation: number;
  /** The last answer of each address: first that of who answered last, whom mtr names, then the others as they came up. */
  readonly responders: readonly AnsweredProbe[];
}

/**
 * The rows of mtr 0.95 (its net_max): to the target, or who refused; else to one past the last hop that answered. Nobody's
 * answer is no row at all. `figures` are those of more rounds than `result` holds.
 */
export function mtrRows(result: TraceResult, figures?: readonly PathRow[]): readonly MtrRow[] {
  const hops = hopsToTheEnd(result);
  const last = hops.findLastIndex(({ probes }) => probes.some(isAnswered));
  const shown = last < 0 ? [] : hops.slice(0, last + 2);
  const rows = figures?.filter(({ ttl }) => shown.some((hop) => hop.ttl === ttl)) ?? traceRows({ hops: shown });
  return rows.map((row) =>
    rowOf(
      row,
      shown.find(({ ttl }) => ttl === row.ttl),
    ),
  );
}

/** Who answered, as mtr shows it: by name where there is one, `???` for nobody. */
export function hostOf(responder: AnsweredProbe | undefined): string {
  return responder === undefined ? '???' : (responder.name ?? responder.address);
}

function rowOf({ ttl, sent, unanswered, rtt }: PathRow, hop: Hop | undefined): MtrRow {
  return {
    ttl,
    // mtr cuts off what is past the third decimal.
    loss: Math.trunc((unanswered ?? 0) * 1000) / 1000,
    sent,
    last: microseconds(rtt?.last),
    average: microseconds(rtt?.average),
    best: microseconds(rtt?.best),
    worst: microseconds(rtt?.worst),
    deviation: microseconds(rtt?.deviation),
    responders: respondersOf(hop?.probes.filter(isAnswered) ?? []),
  };
}

/** 0 where there is none, as in mtr. */
function microseconds(milliseconds = 0): number {
  return Math.round(milliseconds * 1000) / 1000;
}

function respondersOf(answers: readonly AnsweredProbe[]): readonly AnsweredProbe[] {
  const byAddress = new Map(answers.map((answer) => [answer.address, answer]));
  const last = answers.at(-1);
  if (last === undefined) return [];
  return [last, ...[...byAddress.values()].filter((answer) => answer !== last)];
}

import type { Hop, Notice, ProbeResult, TraceResult } from '@hoplite/engine';
import { unixTime } from '../format/unix-time.js';
import { endOf } from './path-change.js';

/**
 * Rounds to one target as one trace of as many queries, for what prints traces; null for none. It ends as the best of them did,
 * at the TTL where the last of those ended, and lasts from the first round's probe to the last round's end.
 */
export function mergeRounds(rounds: readonly TraceResult[]): TraceResult | null {
  const [first] = rounds;
  const best =
    rounds.findLast(({ outcome }) => outcome === 'reached') ?? rounds.findLast((round) => endOf(round) !== null);
  const last = rounds.at(-1);
  if (first === undefined || last === undefined) return null;
  const hops = mergedHops(first, rounds, best === undefined ? null : endOf(best));
  const { outcome, annotation, error, answeredBy } = best ?? last;
  return {
    ...first,
    duration: since(first, last) + last.duration,
    outcome,
    annotation,
    error,
    answeredBy,
    lastTtl: hops.findLast(({ probes }) => probes.some((probe) => 'address' in probe))?.ttl ?? 0,
    probesSent: sum(rounds.map(({ probesSent }) => probesSent)),
    foreign: sum(rounds.map(({ foreign }) => foreign)),
    ambiguous: sum(rounds.map(({ ambiguous }) => ambiguous)),
    notices: distinct(rounds.flatMap(({ notices }) => notices)),
    options: { ...first.options, queries: Math.max(0, ...hops.map(({ probes }) => probes.length)) },
    hops,
  };
}

function mergedHops(first: TraceResult, rounds: readonly TraceResult[], end: number | null): readonly Hop[] {
  const probes = new Map<number, ProbeResult[]>();
  for (const round of rounds) {
    const offset = since(first, round);
    for (const hop of round.hops) {
      if (end !== null && hop.ttl > end) break;
      const known = probes.get(hop.ttl) ?? [];
      probes.set(hop.ttl, known);
      for (const probe of hop.probes)
        known.push({ ...probe, attempt: known.length + 1, sentAt: probe.sentAt + offset });
    }
  }
  return [...probes].map(([ttl, probes]) => ({ ttl, probes })).sort((a, b) => a.ttl - b.ttl);
}

/** Milliseconds from the start of one to the start of the other. */
function since(first: TraceResult, other: TraceResult): number {
  const [from, to] = [unixTime(first.startedAt, 0), unixTime(other.startedAt, 0)];
  return (to.seconds - from.seconds) * 1000 + (to.nanoseconds - from.nanoseconds) / 1e6;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function distinct(notices: readonly Notice[]): readonly Notice[] {
  return [...new Map(notices.map((notice) => [`${notice.code} ${notice.text}`, notice])).values()];
}

import type { Address } from '@hoplite/codec';
import type { TraceResult } from '@hoplite/engine';

/** How a round's path differs from what was known of it. */
export interface PathChange {
  /** The TTLs where somebody else answers. */
  readonly hops: readonly HopChange[];
  /** The TTL at which the path ends, where that is another. */
  readonly length: { readonly before: number; readonly after: number } | null;
}

/** A hop at which somebody else answers than before. */
export interface HopChange {
  readonly ttl: number;
  /** Who answered there before. */
  readonly before: readonly Address[];
  readonly after: readonly Address[];
  /** All of them have answered there in an earlier round: a balancer that sends each probe as it likes, or a way back. */
  readonly known: boolean;
}

/** Who answers at each TTL, and where the path ended last. */
export interface KnownPath {
  readonly hops: ReadonlyMap<number, KnownHop>;
  readonly length: number | null;
}

interface KnownHop {
  /** In the last round in which anybody did. */
  readonly now: readonly Address[];
  /** In any round: the last ones of them. */
  readonly ever: readonly Address[];
}

export const NO_PATH: KnownPath = { hops: new Map(), length: null };

/**
 * What a round's result changes of the path that is known. A silence changes nothing: who does not answer may still be
 * there. Nor does a hop at which one of those answers who did before.
 */
export function comparePath(
  { hops: known, length }: KnownPath,
  result: TraceResult,
): { readonly path: KnownPath; readonly change: PathChange | null } {
  const found = new Map(known);
  const hops: HopChange[] = [];
  for (const { ttl, probes } of result.hops) {
    const after = [...new Set(probes.flatMap((probe) => ('address' in probe ? [probe.address] : [])))];
    if (after.length === 0) continue;
    const { now: before, ever } = known.get(ttl) ?? { now: after, ever: [] };
    found.set(ttl, { now: after, ever: [...new Set([...after, ...ever])].slice(0, MOST_KNOWN) });
    if (before.some((address) => after.includes(address))) continue;
    hops.push({ ttl, before, after, known: after.every((address) => ever.includes(address)) });
  }
  const end = endOf(result) ?? length;
  const moved = end !== null && length !== null && end !== length ? { before: length, after: end } : null;
  const change = hops.length === 0 && moved === null ? null : { hops, length: moved };
  return { path: { hops: found, length: end }, change };
}

const MOST_KNOWN = 16;

/** The TTL of the answer that ended the path; null where none did. */
export function endOf({ outcome, hops }: TraceResult): number | null {
  return outcome === 'reached' || outcome === 'unreachable' ? (hops.at(-1)?.ttl ?? null) : null;
}

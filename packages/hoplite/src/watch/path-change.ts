import type { Address } from '@hoplite/codec';
import type { ProbeResult, TraceResult } from '@hoplite/engine';

/** How a round's path differs from what was known of it. */
export interface PathChange {
  /** The TTLs where somebody else answers, in their order; empty where only the length changed. */
  readonly hops: readonly HopChange[];
  /** How the TTL at which the path ends changed; null where it did not. */
  readonly length: LengthChange | null;
}

/** The TTL of the answer that ends the path. */
export interface LengthChange {
  /** In the rounds before. */
  readonly before: number;
  /** In this round. */
  readonly after: number;
}

/** A hop at which somebody else answers than before. */
export interface HopChange {
  /** The TTL of the probes. */
  readonly ttl: number;
  /** Who answered in the last round in which anybody did. */
  readonly before: readonly Address[];
  /** Who answers in this round: none of those before. */
  readonly after: readonly Address[];
  /**
   * Whether all of `after` have answered there in an earlier round: a balancer that sends each probe as it likes, or a way back.
   */
  readonly known: boolean;
}

/** Who answers at each TTL, and where the path ends. */
export interface KnownPath {
  readonly hops: ReadonlyMap<number, KnownHop>;
  readonly length: number | null;
  /** Rounds in a row in which nobody answered where the path ended last. */
  readonly silences: number;
}

interface KnownHop {
  /** In the last round in which anybody did. */
  readonly now: readonly Address[];
  /** In any round: the last ones of them. */
  readonly ever: readonly Address[];
}

export const NO_PATH: KnownPath = { hops: new Map(), length: null, silences: 0 };

/**
 * What a round's result changes of the path that is known. A silence changes nothing: who does not answer may still be
 * there. Nor does a hop at which one of those answers who did before.
 */
export function comparePath(
  before: KnownPath,
  result: TraceResult,
): { readonly path: KnownPath; readonly change: PathChange | null } {
  const found = new Map(before.hops);
  const hops: HopChange[] = [];
  for (const { ttl, probes } of result.hops) {
    const after = answering(probes);
    if (after.length === 0) continue;
    const { now, ever } = before.hops.get(ttl) ?? { now: after, ever: [] };
    found.set(ttl, { now: after, ever: [...new Set([...after, ...ever])].slice(0, MOST_KNOWN) });
    if (now.some((address) => after.includes(address))) continue;
    hops.push({ ttl, before: now, after, known: after.every((address) => ever.includes(address)) });
  }
  const { length, moved, silences } = compareLength(before, result);
  const change = hops.length === 0 && moved === null ? null : { hops, length: moved };
  return { path: { hops: found, length, silences }, change };
}

const MOST_KNOWN = 16;

/** As many silences in a row are hardly answers that were lost. */
const MANY_SILENCES = 20;

/**
 * Where the path ends after a round. The target answers at every TTL from its own on: where its answer at its own is lost, the
 * next seems to be the end. So a path is longer only where somebody answers at its old end, or nobody for many rounds; and if
 * it ends where nobody has answered before, it has been as short all the time.
 */
function compareLength(
  { hops, length, silences }: KnownPath,
  result: TraceResult,
): Omit<KnownPath, 'hops'> & {
  readonly moved: PathChange['length'];
} {
  const end = endOf(result);
  const asked = result.hops.find(({ ttl }) => ttl === length)?.probes ?? [];
  const isSilent = answering(asked).length === 0;
  const now = isSilent ? silences + (asked.some(({ status }) => status === 'timeout') ? 1 : 0) : 0;
  if (length === null || end === length) return { length: end, moved: null, silences: 0 };
  if (end === null || (end > length && isSilent && now < MANY_SILENCES)) return { length, moved: null, silences: now };
  const moved = end > length || hops.has(end) ? { before: length, after: end } : null;
  return { length: end, moved, silences: 0 };
}

function answering(probes: readonly ProbeResult[]): readonly Address[] {
  return [...new Set(probes.flatMap((probe) => ('address' in probe ? [probe.address] : [])))];
}

/** The TTL of the answer that ended the path; null where none did. */
export function endOf({ outcome, hops }: TraceResult): number | null {
  return outcome === 'reached' || outcome === 'unreachable' ? (hops.at(-1)?.ttl ?? null) : null;
}

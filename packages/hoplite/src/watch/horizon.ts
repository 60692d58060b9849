import type { TraceResult } from '@hoplite/engine';
import { endOf, type KnownPath } from './path-change.js';

/** How far the rounds of a target probe: it is not asked beyond its end every second. */
export interface Horizon {
  /** The TTL behind which nothing is expected; null before the first round is over. */
  readonly ttl: number | null;
  /** Rounds without an end since the last that had one or that looked everywhere. */
  readonly endless: number;
}

export const NO_HORIZON: Horizon = { ttl: null, endless: 0 };

/** A path that has lost its end is looked for beyond the horizon at once, then every so many rounds. */
const LOOK_AGAIN = 10;

/** Whether the next round should ask every TTL. */
export function looksEverywhere({ ttl, endless }: Horizon): boolean {
  return ttl === null || endless === 1 || endless > LOOK_AGAIN;
}

/** What the end of a round changes, after which the path is known as it is; `everywhere` says whether it asked every TTL. */
export function horizonAfter(
  horizon: Horizon,
  result: TraceResult,
  { length }: KnownPath,
  everywhere: boolean,
): Horizon {
  if (result.outcome === 'aborted' || result.outcome === 'shutdown' || result.outcome === 'failed') return horizon;
  const end = endOf(result);
  if (end !== null && end === length) return { ttl: end, endless: 0 };
  // It ended behind the path's end, which did not answer.
  if (end !== null) return { ttl: length, endless: everywhere ? 2 : horizon.endless + 1 };
  // One silent hop behind the last that answers stands for all of them.
  const answered = Math.min(result.lastTtl + 1, result.options.maxTtl);
  if (!everywhere) return { ttl: horizon.ttl, endless: horizon.endless + 1 };
  return { ttl: Math.max(horizon.ttl ?? 0, answered), endless: 2 };
}

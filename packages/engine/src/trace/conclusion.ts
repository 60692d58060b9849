import type { Address } from '@hoplite/codec';
import { annotationOf } from '../annotation.js';
import { meaning } from '../ending.js';
import type { Outcome, TraceError } from '../result.js';
import type { ResolvedOptions } from '../trace-options.js';
import type { LiveHop } from './hops.js';

/** How a trace ends. */
export interface Conclusion {
  readonly outcome: Outcome;
  readonly error: TraceError | null;
  /** The hops that its result shows: none past the end. */
  readonly hops: readonly LiveHop[];
  /** Who sent the reply that ended it, and how traceroute(8) marks that. */
  readonly answeredBy: Address | null;
  readonly annotation: string | null;
}

/** Why a trace ends without having come to its end by itself. */
export interface Interruption {
  readonly outcome: 'aborted' | 'shutdown' | 'failed';
  readonly error: TraceError;
}

interface Standing {
  readonly hops: readonly LiveHop[];
  /** How many hops from the first on are decided. */
  readonly decided: number;
  /** The lowest TTL whose answer ended the way, as far as it is known. */
  readonly endTtl: number | null;
  readonly options: ResolvedOptions;
  readonly timedOut: boolean;
}

/**
 * Whether a trace is at its end, and how:
 * 1. every hop up to the lowest one that ended the way is decided,
 * 2. nothing of a hop could be sent,
 * 3. so many hops in a row are silent, and no end is known,
 * 4. every TTL was asked,
 * 5. its time is over.
 */
export function conclude({ hops, decided, endTtl, options, timedOut }: Standing): Conclusion | null {
  const { firstTtl, gap } = options;
  const known = hops.slice(0, decided);
  const end = endTtl === null ? undefined : hops[endTtl - firstTtl];
  if (end !== undefined && decided > end.ttl - firstTtl) return atEnd(hops.slice(0, end.ttl - firstTtl + 1), end);
  const unsent = known.find((hop) => hop.isFailed);
  if (unsent !== undefined) return broken('failed', unsent.probes[0]?.error ?? null, known);
  if (gap > 0 && end === undefined && decided >= gap && known.slice(-gap).every((hop) => hop.isSilent)) {
    return broken('gap', { code: 'GAP', message: `${gap} hops in a row did not answer` }, known);
  }
  if (decided === hops.length) {
    return broken('max-ttl', { code: 'MAX_TTL', message: 'MaxTTL exceeded without reaching target' }, known);
  }
  if (timedOut) return broken('timeout', { code: 'TIMEOUT', message: 'Traceroute session timeout' }, sent(hops));
  return null;
}

/** The end that somebody else set. */
export function interrupted(hops: readonly LiveHop[], { outcome, error }: Interruption): Conclusion {
  return broken(outcome, error, sent(hops));
}

function atEnd(hops: readonly LiveHop[], last: LiveHop): Conclusion {
  const endings = last.probes.flatMap(({ answer, header }) => {
    if (answer === null) return [];
    const outcome = meaning(answer.reply, header);
    return outcome === 'reached' || outcome === 'unreachable' ? [{ outcome, reply: answer.reply }] : [];
  });
  const ending = endings.find(({ outcome }) => outcome === 'reached') ?? endings[0];
  if (ending === undefined) throw new Error(`nothing ended the trace at TTL ${last.ttl}`);
  const { outcome, reply } = ending;
  return { outcome, error: null, hops, answeredBy: reply.from, annotation: annotationOf(reply) };
}

function broken(outcome: Outcome, error: TraceError | null, hops: readonly LiveHop[]): Conclusion {
  return { outcome, error, hops, answeredBy: null, annotation: null };
}

function sent(hops: readonly LiveHop[]): readonly LiveHop[] {
  return hops.filter((hop) => hop.isAsked);
}

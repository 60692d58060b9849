import type { Address, AddressFamily } from '@hoplite/codec';
import type { OptionsInEffect, TraceError, TraceResult } from '@hoplite/engine';
import type { PathRow } from '../statistics/path-statistics.js';
import type { PathChange } from './path-change.js';

/**
 * What happens while targets are watched: one union, told apart by `event`, and each a line of NDJSON as it stands. Of a round
 * come `round`, `path` where it changed, and `statistics`, in this order; rounds come in theirs. Unknown events and fields may
 * come: what is here keeps its meaning while `v` is 1.
 */
export type WatchEvent = WatchStartEvent | WatchRoundEvent | WatchPathEvent | WatchStatisticsEvent | WatchEndEvent;

/** What an event says besides of which target it is, and when. */
export type WatchHappening<E extends WatchEvent = WatchEvent> = E extends WatchEvent
  ? Omit<E, keyof WatchMoment>
  : never;

/** What every event of a target says. */
export interface WatchMoment {
  /** The version of this shape, and of those in it. */
  readonly v: 1;
  /** What was asked for, as it was written: a host name or an address. */
  readonly target: string;
  /** The address that is traced. */
  readonly address: Address;
  /** Counted from 1 for each target; 0 in the `end` of one that had none. */
  readonly round: number;
  /** When it was known: RFC 3339 in UTC with nine decimals. */
  readonly at: string;
}

/** The first round has begun, or the first one with other options. */
export interface WatchStartEvent extends WatchMoment {
  /** Before all others of its target; again after `change`. */
  readonly event: 'start';
  /** The address that the probes carry. */
  readonly source: Address;
  /** The version of IP of both addresses, and of all probes. */
  readonly family: AddressFamily;
  /** The name of the method, as in `TraceResult`. */
  readonly method: string;
  /** The name of what carries the probes, as in `TraceResult`. */
  readonly transport: string;
  /** Every option in effect for the round that begins; later ones ask up to another `maxTtl`, as far as the path goes. */
  readonly options: OptionsInEffect;
}

/** A round is over. */
export interface WatchRoundEvent extends WatchMoment {
  /** Once for each round that began. */
  readonly event: 'round';
  /** All that its trace learned. */
  readonly result: TraceResult;
}

/** In this round others answered than before, or the path ended elsewhere. */
export interface WatchPathEvent extends WatchMoment, PathChange {
  /** Once for a round at the most. */
  readonly event: 'path';
}

/** The figures of each hop, over all rounds since the start or the last reset. */
export interface WatchStatisticsEvent extends WatchMoment {
  /** Once for each round that began. */
  readonly event: 'statistics';
  /** A row a hop, from `firstTtl` on as far as the path goes. */
  readonly rows: readonly PathRow[];
}

/** No more rounds of this target. */
export interface WatchEndEvent extends WatchMoment {
  /** Once for each target, as its last. */
  readonly event: 'end';
  /** Why. */
  readonly reason: EndReason;
  /** What failed, for the reason `failed`; else null. */
  readonly error: TraceError | null;
}

/**
 * Why a target is watched no longer. `rounds`: it had as many as were asked for. `stopped`: it was ended before, mostly by its
 * user. `failed`: no probe can be sent to it, now or later.
 */
export type EndReason = 'rounds' | 'stopped' | 'failed';

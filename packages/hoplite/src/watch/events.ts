import type { Address, AddressFamily } from '@hoplite/codec';
import type { OptionsInEffect, TraceError, TraceResult } from '@hoplite/engine';
import type { PathRow } from '../statistics/path-statistics.js';
import type { PathChange } from './path-change.js';

/** What happens while targets are watched: one union, and each a line of NDJSON as it stands. */
export type WatchEvent = WatchMoment & WatchHappening;

/** Of which target it is, and when. */
export interface WatchMoment {
  readonly v: 1;
  /** As its user named it. */
  readonly target: string;
  readonly address: Address;
  /** Counted from 1 for each target. */
  readonly round: number;
  /** When it was known: RFC 3339 in UTC with nine decimals. */
  readonly at: string;
}

export type WatchHappening =
  /** The first round has begun, or the first one with other options. */
  | {
      readonly event: 'start';
      readonly source: Address;
      readonly family: AddressFamily;
      readonly method: string;
      readonly transport: string;
      readonly options: OptionsInEffect;
    }
  /** A round is over; all that its trace learned. */
  | { readonly event: 'round'; readonly result: TraceResult }
  /** In this round others answered than before. */
  | ({ readonly event: 'path' } & PathChange)
  /** The figures of each hop, over all rounds since the start or the last reset. */
  | { readonly event: 'statistics'; readonly rows: readonly PathRow[] }
  /** The target's last event. */
  | { readonly event: 'end'; readonly reason: EndReason; readonly error: TraceError | null };

/** `rounds`: it had as many as were asked for. `failed`: no probe can be sent to it, now or later. */
export type EndReason = 'rounds' | 'stopped' | 'failed';

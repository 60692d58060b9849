import type { Address } from '@hoplite/codec';
import type { PathChange } from '../path-change.js';
import type { WatchedTarget } from '../target-watch.js';

/** All that the view shows: what is known of the targets, and how the person at the terminal wants to see it. */
export interface ViewState {
  readonly targets: readonly TargetView[];
  /** The target that is shown, by its place. */
  readonly selected: number;
  readonly page: 'path' | 'overview' | 'help';
  readonly sort: Sort;
  /** Names in place of addresses. */
  readonly names: boolean;
  /** Further addresses of a hop, and MPLS labels. */
  /** Whether names have the origins of their addresses behind them. */
  readonly origins: boolean;
  readonly details: boolean;
  readonly paused: boolean;
  /** Lines that have gone up out of sight. */
  readonly scroll: number;
  /** Milliseconds between rounds. */
  readonly interval: number;
  /** The time of day. */
  readonly time: string;
  /** What the last key did not do, and why. */
  readonly message: string | null;
  /** The names of addresses, as far as they are known; as others chose them. */
  readonly nameOf: (address: Address) => string | null;
}

export interface TargetView extends WatchedTarget {
  /** The last ones, the oldest first. */
  readonly changes: readonly ChangeView[];
  /** Why no probe can be sent, now or ever. */
  readonly failure: string | null;
}

export interface ChangeView extends PathChange {
  readonly round: number;
  /** The time of day. */
  readonly time: string;
}

export type Sort = (typeof SORTS)[number];

export const SORTS = ['hop', 'loss', 'average', 'worst'] as const;

/** The changes of a target that are kept. */
export const MOST_CHANGES = 50;

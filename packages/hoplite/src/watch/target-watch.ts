import type { Address } from '@hoplite/codec';
import type { Hop, Outcome, Trace, TraceError, TraceEvent, TraceOptions, TraceResult } from '@hoplite/engine';
import { emptyTally, type HopTally, TALLY_BOUNDS, tallied } from '../statistics/hop-tally.js';
import { type PathRow, pathRows } from '../statistics/path-statistics.js';
import { type Horizon, horizonAfter, looksEverywhere, NO_HORIZON } from './horizon.js';
import { comparePath, type KnownPath, NO_PATH, type PathChange } from './path-change.js';

export interface WatchTarget {
  /** As its user names it. */
  readonly name: string;
  readonly address: Address;
}

/**
 * What is known of a target now. How it ended is of the last round that is over and was not cut short from outside; null before
 * there is one.
 */
export interface WatchedTarget {
  /** What was asked for, as it was written: a host name or an address. */
  readonly target: string;
  /** The address that is traced. */
  readonly address: Address;
  /** The last round that has begun; 0 before the first. */
  readonly round: number;
  /** Why that round's trace ended. */
  readonly outcome: Outcome | null;
  /** The mark of the reply that ended it, as `TraceResult` has it; null also where that has none. */
  readonly annotation: string | null;
  /** Why it did not come to an end of the way, as `TraceResult` has it; null also where it did. */
  readonly error: TraceError | null;
  /** The name of the method that ran. */
  readonly method: string | null;
  /** Whether any round has reached it. */
  readonly reached: boolean;
  /** A row a hop, from `firstTtl` on as far as the path goes, since the start or the last reset. */
  readonly rows: readonly PathRow[];
}

/** A round that runs. */
export interface Round {
  readonly number: number;
  /** Whether it asks every TTL. */
  readonly everywhere: boolean;
  /** Of the statistics: those of before a reset want nothing of it any more. */
  readonly era: number;
  /** The probes that have been counted, by TTL and attempt. */
  readonly counted: Set<string>;
}

/** All that is known of one target that is watched: figures and bounded lists, however many rounds there were. */
export class TargetWatch {
  readonly target: WatchTarget;
  /** The last round that has begun. */
  round = 0;
  /** The last trace: the next one follows it. */
  last: Trace | null = null;
  #last: Pick<TraceResult, 'outcome' | 'annotation' | 'error' | 'method'> | null = null;
  #reached = false;
  #options: TraceOptions;
  readonly #history: number;
  #era = 0;
  #horizon: Horizon = NO_HORIZON;
  #path: KnownPath = NO_PATH;
  readonly #tallies = new Map<number, HopTally>();

  constructor(target: WatchTarget, options: TraceOptions, history: number) {
    this.target = target;
    this.#options = options;
    this.#history = history;
  }

  /** Whether it is known how far the path goes: rounds may then overlap. */
  get isCharted(): boolean {
    return this.#horizon.ttl !== null;
  }

  /** The next round, and the options of its trace. */
  begin(): { readonly round: Round; readonly options: TraceOptions } {
    const everywhere = looksEverywhere(this.#horizon);
    const round = { number: ++this.round, everywhere, era: this.#era, counted: new Set<string>() };
    const { firstTtl = 1, maxTtl } = this.#options;
    if (everywhere || this.#horizon.ttl === null) return { round, options: this.#options };
    const horizon = Math.max(firstTtl, this.#horizon.ttl);
    return { round, options: { ...this.#options, maxTtl: Math.min(maxTtl ?? horizon, horizon) } };
  }

  /**
   * Counts the answers of a hop as soon as those before it are decided: it then belongs to the path. What is not answered
   * is counted when the round is over, since it may yet be.
   */
  heard(round: Round, event: TraceEvent): void {
    if (event.event !== 'hop') return;
    this.#count(round, { ...event.hop, probes: event.hop.probes.filter(({ status }) => status === 'replied') });
  }

  /** Takes in what a round came to; returns how the path differs, if it does. Null also for a round of before a reset. */
  finish(round: Round, result: TraceResult): PathChange | null {
    if (round.era !== this.#era) return null;
    const { outcome, annotation, error, method } = result;
    // What was cut short says nothing of how the path ends.
    if (outcome !== 'aborted' && outcome !== 'shutdown') this.#last = { outcome, annotation, error, method };
    this.#reached ||= result.outcome === 'reached';
    const { path, change } = comparePath(this.#path, result);
    this.#path = path;
    this.#horizon = horizonAfter(this.#horizon, result, path, round.everywhere);
    for (const hop of result.hops) this.#count(round, hop);
    return change;
  }

  snapshot(): WatchedTarget {
    const { name, address } = this.target;
    const { outcome = null, annotation = null, error = null, method = null } = this.#last ?? {};
    const last = { outcome, annotation, error, method };
    return { target: name, address, round: this.round, ...last, reached: this.#reached, rows: this.rows() };
  }

  rows(): readonly PathRow[] {
    const last = this.#horizon.ttl ?? Math.max(0, ...this.#tallies.keys());
    const { firstTtl = 1 } = this.#options;
    const ttls = Array.from({ length: Math.max(0, last - firstTtl + 1) }, (_, index) => firstTtl + index);
    return pathRows(ttls.map((ttl) => this.#tallies.get(ttl) ?? emptyTally(ttl)));
  }

  /** Begins to count anew; what is known of the path stays. */
  reset(): void {
    this.#era++;
    this.#tallies.clear();
  }

  /** Begins anew with other options: other probes may go another way. */
  change(options: TraceOptions): void {
    this.reset();
    this.#options = options;
    this.#horizon = NO_HORIZON;
    this.#path = NO_PATH;
    this.last = null;
  }

  #count(round: Round, { ttl, probes }: Hop): void {
    if (round.era !== this.#era) return;
    for (const probe of probes) {
      const key = `${ttl} ${probe.attempt}`;
      if (round.counted.has(key)) continue;
      round.counted.add(key);
      const tally = this.#tallies.get(ttl) ?? emptyTally(ttl);
      this.#tallies.set(ttl, tallied(tally, probe, { ...TALLY_BOUNDS, history: this.#history }));
    }
  }
}

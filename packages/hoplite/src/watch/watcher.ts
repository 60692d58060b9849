import {
  type Clock,
  formatTimestamp,
  type Trace,
  type TraceEngine,
  type TraceError,
  type TraceOptions,
  type TraceResult,
} from '@hoplite/engine';
import { publishTrace } from '../diagnostics.js';
import { EventQueue } from './event-queue.js';
import type { EndReason, WatchEvent, WatchHappening } from './events.js';
import { type Round, TargetWatch, type WatchTarget } from './target-watch.js';

/** What a watcher stands on, once it is there. */
export interface Ground {
  readonly engine: TraceEngine;
  readonly clock: Clock;
  readonly targets: readonly WatchTarget[];
}

export interface Pace {
  /** Milliseconds from the beginning of a round to that of the next. */
  readonly interval: number;
  /** Rounds of each target. */
  readonly rounds: number;
  /** Round trips that are kept of each hop. */
  readonly history: number;
}

/** So many rounds of a target may be under way: answers that take seconds hold up no round. */
export const MOST_AT_ONCE = 4;

/** So many events of a target wait for a reader at the most: then no new round begins. */
const MOST_UNREAD = 16;

/** Asks targets round after round, each by traces of one engine, and tells what comes of it. */
export class Watcher {
  readonly events: EventQueue<WatchEvent> = new EventQueue<WatchEvent>();
  /** None before the ground is there. */
  targets: readonly TargetWatch[] = [];
  readonly #pace: Pace;
  #options: TraceOptions;
  /** What the engine refused. */
  #fault: unknown = null;
  #stopped = false;
  #paused = false;
  readonly #running = new Set<Trace>();
  /** Wakes those who wait for what `#mayGoOn` says, or for time to pass. */
  readonly #waiting = new Set<() => void>();

  constructor(options: TraceOptions, pace: Pace) {
    this.#options = options;
    this.#pace = pace;
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** Watches until all rounds are over or it is stopped. Throws what the engine refuses of the options. */
  async run(ground: Ground): Promise<void> {
    this.targets = distinct(ground.targets).map((target) => new TargetWatch(target, this.#options, this.#pace.history));
    await Promise.all(this.targets.map((target) => this.#watch(target, ground)));
    if (this.#fault !== null) throw this.#fault;
  }

  /** Ends all rounds where they stand. */
  stop(): void {
    this.#stopped = true;
    for (const trace of [...this.#running]) trace.abort();
    this.wake();
  }

  /** No round begins while it is paused; those that run go on to their end. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.wake();
  }

  /** Counts anew. */
  reset(): void {
    for (const target of this.targets) target.reset();
  }

  /** From the next round on, with other options. */
  change(options: TraceOptions): void {
    this.#options = options;
    for (const target of this.targets) target.change(options);
  }

  /** Something may have changed for those who wait. */
  wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  async #watch(target: TargetWatch, ground: Ground): Promise<void> {
    const running = new Set<Promise<void>>();
    let previous: Promise<void> = Promise.resolve();
    let failure: TraceError | null = null;
    const mayBegin = (): boolean =>
      !this.#paused &&
      this.events.size < MOST_UNREAD * this.targets.length &&
      running.size < (target.isCharted ? MOST_AT_ONCE : 1);
    while (target.round < this.#pace.rounds && failure === null) {
      await this.#until(mayBegin);
      if (this.#stopped || failure !== null) break;
      const begunAt = ground.clock.now();
      const before = previous;
      const round = this.#round(target, ground, before)
        .then((error) => {
          failure ??= error;
        }, this.#giveUp)
        .finally(() => {
          running.delete(round);
          this.wake();
        });
      previous = round;
      running.add(round);
      if (target.round >= this.#pace.rounds) break;
      await this.#sleep(ground.clock, begunAt + Math.round(this.#pace.interval * 1e6), () => failure !== null);
    }
    await Promise.all(running);
    this.#tell(target, ground, target.round, { event: 'end', reason: this.#reasonFor(failure), error: failure });
  }

  readonly #giveUp = (fault: unknown): void => {
    this.#fault ??= fault;
    this.stop();
  };

  #reasonFor(failure: TraceError | null): EndReason {
    if (failure !== null) return 'failed';
    return this.#stopped ? 'stopped' : 'rounds';
  }

  /** Runs a round, and tells of it after the rounds before it; returns why there can be no other, if so. */
  async #round(target: TargetWatch, ground: Ground, before: Promise<void>): Promise<TraceError | null> {
    const { round, options } = target.begin();
    const isFirst = target.last === null;
    const follows = target.last === null ? {} : { follows: target.last };
    const trace = ground.engine.trace(target.target.address, { ...options, ...follows, name: target.target.name });
    target.last = trace;
    this.#running.add(trace);
    void publishTrace(trace);
    for await (const event of trace) {
      if (event.event === 'start' && isFirst) {
        const { source, family, method, transport, options } = event;
        this.#tell(target, ground, round.number, { event: 'start', source, family, method, transport, options });
      }
      target.heard(round, event);
    }
    const result = await trace.result;
    this.#running.delete(trace);
    await before;
    this.#finish(target, ground, round, result);
    return lastingFailure(result);
  }

  #finish(target: TargetWatch, ground: Ground, round: Round, result: TraceResult): void {
    const change = target.finish(round, result);
    const tell = (happening: WatchHappening): void => this.#tell(target, ground, round.number, happening);
    tell({ event: 'round', result });
    if (change !== null) tell({ event: 'path', ...change });
    tell({ event: 'statistics', rows: target.rows() });
  }

  #tell({ target }: TargetWatch, { clock }: Ground, round: number, happening: WatchHappening): void {
    const at = formatTimestamp(clock.origin + BigInt(clock.now()));
    this.events.push({ v: 1, target: target.name, address: target.address, round, at, ...happening });
  }

  /** Waits until something holds, or until it is stopped. */
  async #until(holds: () => boolean): Promise<void> {
    while (!this.#stopped && !holds()) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** Waits for an instant, or until it is stopped or `isOver`. */
  async #sleep(clock: Clock, at: number, isOver: () => boolean): Promise<void> {
    let due = false;
    const cancel = clock.wake(at, () => {
      due = true;
      this.wake();
    });
    await this.#until(() => due || isOver());
    cancel();
  }
}

/** Each once: who hears of events could not tell two of the same name and address apart. */
function distinct(targets: readonly WatchTarget[]): readonly WatchTarget[] {
  return [...new Map(targets.map((target) => [`${target.name} ${target.address}`, target])).values()];
}

/** Why no probe can be sent to a target, now or later; null where a later round may do better. */
function lastingFailure({ outcome, error }: TraceResult): TraceError | null {
  return outcome === 'failed' && error !== null && !PASSING.includes(error.code) ? error : null;
}

/** What befalls a probe and may be over with the next: a route, an interface or an address that went away, a full queue. */
const PASSING: readonly string[] = [
  'EADDRNOTAVAIL',
  'EHOSTUNREACH',
  'EMSGSIZE',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOBUFS',
  'ENODEV',
];

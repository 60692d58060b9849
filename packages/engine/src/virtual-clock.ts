import { Heap } from './heap.js';
import type { Instant } from './instant.js';
import type { Clock } from './transport.js';

/** More calls than this at one instant mean that two wakes call each other for ever. */
const MOST_AT_ONE_INSTANT = 1_000_000;

interface Entry {
  readonly at: Instant;
  /** Arrivals come before wakes of the same instant. */
  readonly rank: 0 | 1;
  readonly order: number;
  readonly callback: () => void;
  cancelled: boolean;
}

/**
 * Time that passes by itself, as fast as it can: a pure queue of instants. It goes on to the next one after all that the
 * last one set in motion has run, so that code awaiting a promise sees the instant at which the promise was settled; and
 * it stands still while nothing is due and while anybody holds it.
 *
 * `schedule` runs a task after all microtasks (a macrotask): the platform's, since this package has none.
 */
export class VirtualClock implements Clock {
  readonly origin: bigint;
  readonly #schedule: (task: () => void) => void;
  readonly #queue = new Heap<Entry>(isBefore);
  #now: Instant = 0;
  #order = 0;
  #holds = 0;
  #scheduled = false;
  #callsAtNow = 0;

  /** A clock at instant 0, which is `origin`: nanoseconds since the Unix epoch. */
  constructor(origin: bigint, schedule: (task: () => void) => void) {
    this.origin = origin;
    this.#schedule = schedule;
  }

  /** The instant up to which virtual time has come. */
  now(): Instant {
    return this.#now;
  }

  wake(at: Instant, callback: () => void): () => void {
    return this.#add(at, 1, callback);
  }

  /** Like `wake`, but before all wakes of the same instant: for what arrives from the network. */
  arrive(at: Instant, callback: () => void): () => void {
    return this.#add(at, 0, callback);
  }

  /** Calls back when nothing else is due any more, at the instant reached by then. Returns what cancels it. */
  idle(callback: () => void): () => void {
    return this.#push(Number.POSITIVE_INFINITY, 1, callback);
  }

  /** Stops time for code that awaits something real (a lookup, a file) until the returned function is called. */
  hold(): () => void {
    let held = true;
    this.#holds++;
    return () => {
      if (!held) return;
      held = false;
      this.#holds--;
      this.#arm();
    };
  }

  #add(at: Instant, rank: 0 | 1, callback: () => void): () => void {
    if (!Number.isFinite(at)) throw new RangeError(`the instant is ${at}, must be a finite number of nanoseconds`);
    return this.#push(Math.max(at, this.#now), rank, callback);
  }

  #push(at: Instant, rank: 0 | 1, callback: () => void): () => void {
    const entry: Entry = { at, rank, order: this.#order++, callback, cancelled: false };
    this.#queue.push(entry);
    this.#arm();
    return () => {
      entry.cancelled = true;
    };
  }

  #arm(): void {
    if (this.#scheduled || this.#holds > 0 || this.#next() === undefined) return;
    this.#scheduled = true;
    this.#schedule(this.#task);
  }

  readonly #task = (): void => {
    this.#scheduled = false;
    this.#advance();
    this.#arm();
  };

  /** The earliest entry that still counts. */
  #next(): Entry | undefined {
    while (this.#queue.peek()?.cancelled === true) this.#queue.pop();
    return this.#queue.peek();
  }

  /** Goes to the next instant and makes the calls that were due at it; what they add for the same instant comes next time. */
  #advance(): void {
    const first = this.#next();
    if (first === undefined || this.#holds > 0) return;
    const { at } = first;
    if (at !== Number.POSITIVE_INFINITY && at > this.#now) {
      this.#callsAtNow = 0;
      this.#now = at;
    }
    const newest = this.#order;
    for (let entry = this.#next(); entry?.at === at && entry.order < newest; entry = this.#next()) {
      this.#queue.pop();
      if (++this.#callsAtNow > MOST_AT_ONE_INSTANT) {
        throw new Error(`time stands still: more than a million calls at instant ${this.#now}`);
      }
      entry.callback();
    }
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.rank !== b.rank ? a.rank < b.rank : a.order < b.order;
}

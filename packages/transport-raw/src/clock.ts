import { performance } from 'node:perf_hooks';
import type { Clock, Instant } from '@hoplite/engine';

/** A timer of Node counts no further. */
const LONGEST_DELAY = 2 ** 31 - 1;

/**
 * The process's monotonic clock. `handOver` hands over all that has arrived; it is called before every wake. `elapsed`
 * gives nanoseconds from any beginning. Its origin is known to the millisecond, as `Date.now` is.
 */
export class ProcessClock implements Clock {
  readonly origin: bigint = BigInt(Date.now()) * 1_000_000n;
  readonly #handOver: () => void;
  readonly #elapsed: () => number;
  readonly #zero: number;
  readonly #cancels = new Set<() => void>();

  constructor(handOver: () => void, elapsed: () => number = processTime) {
    this.#handOver = handOver;
    this.#elapsed = elapsed;
    this.#zero = elapsed();
  }

  now(): Instant {
    return this.#elapsed() - this.#zero;
  }

  wake(at: Instant, callback: () => void): () => void {
    if (!Number.isFinite(at)) throw new RangeError(`the instant is ${at}, must be a finite number of nanoseconds`);
    let disarm = () => {};
    const cancel = () => {
      disarm();
      this.#cancels.delete(cancel);
    };
    const ring = () => {
      // Node's timers count whole milliseconds, and come up to one too early.
      if (this.now() < at) {
        disarm = this.#arm(at, ring);
        return;
      }
      this.#handOver();
      if (!this.#cancels.delete(cancel)) return;
      callback();
    };
    this.#cancels.add(cancel);
    disarm = this.#arm(at, ring);
    return cancel;
  }

  /** Cancels every wake. */
  close(): void {
    for (const cancel of this.#cancels) cancel();
  }

  #arm(at: Instant, ring: () => void): () => void {
    const delay = Math.ceil((at - this.now()) / 1e6);
    if (delay <= 0) {
      const immediate = setImmediate(ring);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(ring, Math.min(delay, LONGEST_DELAY));
    return () => clearTimeout(timer);
  }
}

function processTime(): number {
  return Math.round(performance.now() * 1e6);
}

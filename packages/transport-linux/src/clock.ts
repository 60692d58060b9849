import type { Clock, Instant } from '@hoplite/engine';
import type { Timespec } from './control-messages.js';
import type { Wakes } from './wakes.js';

/** The two clocks of the system, in nanoseconds. */
export interface TimeSource {
  monotonic(): bigint;
  realtime(): bigint;
}

/** The least and the most that the wall clock can be ahead of the monotonic one. */
interface Offset {
  readonly least: bigint;
  readonly most: bigint;
}

/** The bracket of a sample is as wide as the process was held up in it: of so many the narrowest counts. */
const SAMPLES = 16;

/** What two narrow samples may disagree by without the clock having been stepped: rounding. */
const ROUNDING = 100n;

/**
 * The clock of the transport: CLOCK_MONOTONIC since it was made. The kernel stamps in CLOCK_REALTIME; one offset between
 * the two is kept, and used for both stamps of a probe. It changes only when the wall clock was stepped: slewing moves both.
 */
export class LinuxClock implements Clock {
  readonly origin: bigint;
  readonly #time: TimeSource;
  readonly #wakes: Wakes;
  readonly #began: bigint;
  readonly #onWake: () => void;
  #offset: Offset;
  /** Wall time of instant zero, in the two parts that stamps come in. */
  #zero: Timespec;
  /** The same before the last step. */
  #zeroBefore: Timespec;

  /** `onWake` is told when somebody asks to be woken. */
  constructor(time: TimeSource, wakes: Wakes, onWake: () => void) {
    this.#time = time;
    this.#wakes = wakes;
    this.#onWake = onWake;
    this.#began = time.monotonic();
    this.#offset = sampleOffset(time);
    this.origin = this.#began + this.#offset.most;
    this.#zero = split(this.origin);
    this.#zeroBefore = this.#zero;
  }

  now(): Instant {
    return Number(this.#time.monotonic() - this.#began);
  }

  wake(at: Instant, callback: () => void): () => void {
    if (!Number.isFinite(at)) throw new RangeError(`the instant is ${at}, must be a finite number of nanoseconds`);
    const cancel = this.#wakes.add(at, callback);
    this.#onWake();
    return cancel;
  }

  /** The instant of a kernel's stamp. */
  instantOf(stamp: Timespec): Instant {
    return between(this.#zero, stamp);
  }

  /** The same where the wall clock was stepped between these two instants, and the stamp was made before that or after it. */
  instantAround([least, most]: readonly [Instant, Instant], stamp: Timespec): Instant {
    const after = between(this.#zero, stamp);
    return after >= least && after <= most ? after : between(this.#zeroBefore, stamp);
  }

  /** The same instant on the monotonic clock. */
  monotonicOf(at: Instant): bigint {
    return this.#began + BigInt(Math.ceil(at));
  }

  /** By how many nanoseconds the wall clock was stepped since the last time this was asked; null where it was not. */
  takeStep(): bigint | null {
    const { least, most } = this.#offset;
    if (agrees(bracket(this.#time), least, most)) return null;
    const now = sampleOffset(this.#time);
    if (agrees(now, least, most)) return null;
    const step = now.most - most;
    this.#offset = now;
    this.#zeroBefore = this.#zero;
    this.#zero = split(this.#began + now.most);
    return step;
  }
}

function agrees(sample: Offset, least: bigint, most: bigint): boolean {
  return sample.least <= most + ROUNDING && sample.most >= least - ROUNDING;
}

/** The wall clock was read between two readings of the other. */
function bracket(time: TimeSource): Offset {
  const before = time.monotonic();
  const real = time.realtime();
  const after = time.monotonic();
  return { least: real - after, most: real - before };
}

function sampleOffset(time: TimeSource): Offset {
  let best = bracket(time);
  for (let sample = 1; sample < SAMPLES; sample++) {
    const next = bracket(time);
    if (next.most - next.least < best.most - best.least) best = next;
  }
  return best;
}

function between(zero: Timespec, { seconds, nanoseconds }: Timespec): Instant {
  return (seconds - zero.seconds) * 1e9 + (nanoseconds - zero.nanoseconds);
}

function split(nanoseconds: bigint): Timespec {
  return { seconds: Number(nanoseconds / 1_000_000_000n), nanoseconds: Number(nanoseconds % 1_000_000_000n) };
}

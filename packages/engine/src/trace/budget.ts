import type { Instant } from '../instant.js';

export interface Limits {
  /** Probes a second. */
  readonly rate: number;
  /** Probes in flight, in all. */
  readonly maxInFlight: number;
  /** Probes in flight to one destination. */
  readonly perDestination: number;
}

/** By so much a wake may come late and lose no probe; a program that blocks its event loop for longer sends fewer. */
const LATENESS: Instant = 10_000_000;

/** What all traces (`T`) of an engine may send together. */
export class Budget<T> {
  readonly #limits: Limits;
  readonly #spacing: Instant;
  readonly #inFlight = new Map<string, number>();
  /** Traces whose destination has its fill. */
  readonly #parked = new Map<string, T[]>();
  #total = 0;
  /** The whole instant at which the next probe may go. */
  #nextAt: Instant = Number.MIN_SAFE_INTEGER;

  constructor(limits: Limits) {
    this.#limits = limits;
    // Instants are whole nanoseconds: who allows more than one probe in each holds none back.
    this.#spacing = limits.rate > 1e9 ? 0 : Math.ceil(1e9 / limits.rate);
  }

  /** The earliest instant at which the rate and the number in flight allow another probe; Infinity for not before one lands. */
  allowsAt(): Instant {
    return this.#total < this.#limits.maxInFlight ? this.#nextAt : Number.POSITIVE_INFINITY;
  }

  /** Whether the destination has room; the trace is parked where it has not, and comes back by `release`. */
  admits(trace: T, destination: string): boolean {
    if ((this.#inFlight.get(destination) ?? 0) < this.#limits.perDestination) return true;
    const parked = this.#parked.get(destination);
    if (parked === undefined) this.#parked.set(destination, [trace]);
    else parked.push(trace);
    return false;
  }

  spend(destination: string, now: Instant): void {
    this.#total++;
    this.#inFlight.set(destination, (this.#inFlight.get(destination) ?? 0) + 1);
    this.#nextAt = Math.max(now - LATENESS, this.#nextAt) + this.#spacing;
  }

  /** Up to now nobody had a probe to send: none is owed for that time. */
  rest(now: Instant): void {
    this.#nextAt = Math.max(now, this.#nextAt);
  }

  /** So many probes to the destination landed; returns the traces that may queue for a turn again. */
  release(destination: string, count: number, now: Instant): readonly T[] {
    if (count === 0) return [];
    if (this.#total >= this.#limits.maxInFlight) this.rest(now);
    this.#total -= count;
    const left = (this.#inFlight.get(destination) ?? 0) - count;
    if (left > 0) this.#inFlight.set(destination, left);
    else this.#inFlight.delete(destination);
    const parked = this.#parked.get(destination);
    if (parked === undefined) return [];
    const admitted = parked.splice(0, count);
    if (parked.length === 0) this.#parked.delete(destination);
    return admitted;
  }
}

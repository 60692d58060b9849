import type { Instant } from '@hoplite/engine';
import type { Timespec } from './control-messages.js';
import type { Inbox } from './inbox.js';

/** A probe that was given to the kernel, and whose transmit stamp is still to come. */
export interface Departure {
  readonly id: number;
  /** By the process's clock, right before it was given to the kernel. */
  readonly at: Instant;
  /** Where the system wrote header fields itself. */
  readonly actual: Uint8Array | null;
  readonly unknown: readonly string[] | null;
}

/** How long a stamp is waited for. */
const PATIENCE: Instant = 100e6;

/** The departures of one socket by the numbers of their stamps. */
export class StampCounter {
  readonly departures: Map<number, Departure> = new Map();
  next = 0;
  /** The largest number that was stamped: of the ones below it a missing stamp was dropped. */
  highest = -1;
}

/**
 * Joins transmit stamps, which come late, never or in a burst, with the probes that they are of, and says what became of
 * each once: with the kernel's stamp, or without one when an answer or 100 ms are there first.
 */
export class Stamps {
  readonly #inbox: Inbox;
  /** In the order in which they left. */
  readonly #waiting = new Map<Departure, { readonly counter: StampCounter; readonly number: number }>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** When the first one has waited long enough; null when none waits. */
  get deadline(): Instant | null {
    for (const { at } of this.#waiting.keys()) return at + PATIENCE;
    return null;
  }

  /** The stamp with that number will be of this probe. */
  expect(counter: StampCounter, number: number, departure: Departure): void {
    counter.departures.set(number, departure);
    this.#waiting.set(departure, { counter, number });
  }

  /** A stamp came. One of no probe is of one that was not waited for any longer. */
  stamped(counter: StampCounter, number: number, stamp: Timespec): void {
    const departure = counter.departures.get(number);
    counter.highest = Math.max(counter.highest, number);
    if (departure !== undefined) this.#tell(counter, number, departure, stamp);
  }

  /** No stamp of what left by then is waited for any longer. */
  giveUp(leftBy: Instant): void {
    let lost = 0;
    for (const [departure, { counter, number }] of this.#waiting) {
      if (departure.at > leftBy) break;
      if (number < counter.highest) lost++;
      this.#tell(counter, number, departure, null);
    }
    if (lost > 0) this.#inbox.notice('stamps-lost', `an error queue ran over: ${lost} transmit stamps were lost`);
  }

  /** Those that are overdue. */
  expire(now: Instant): void {
    if ((this.deadline ?? Number.POSITIVE_INFINITY) <= now) this.giveUp(now - PATIENCE);
  }

  #tell(counter: StampCounter, number: number, departure: Departure, stamp: Timespec | null): void {
    counter.departures.delete(number);
    this.#waiting.delete(departure);
    const { id, at, actual, unknown } = departure;
    this.#inbox.add({ kind: 'sent', id, stamp, at, actual, unknown });
  }
}

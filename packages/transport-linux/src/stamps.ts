import type { Instant } from '@hoplite/engine';
import type { Timespec } from './control-messages.js';
import type { Departure } from './departure.js';
import type { Inbox } from './inbox.js';
import { overtaken } from './overtaken.js';

/** How long a stamp is waited for. */
const PATIENCE: Instant = 100e6;

/** The departures of one socket by the numbers of their stamps, of which there are 2^32: then they begin again. */
export class StampCounter {
  readonly departures: Map<number, Departure> = new Map();
  #next: number;
  /** The last number that was stamped: of the ones before it a missing stamp was dropped. */
  #last: number;

  constructor(next = 0) {
    this.#next = next;
    this.#last = next - 1;
  }

  /** The number of the next stamp. */
  get next(): number {
    return this.#next;
  }

  /** The same, which is then used. */
  take(): number {
    const number = this.#next;
    this.#next = (number + 1) >>> 0;
    return number;
  }

  stamped(number: number): void {
    if (isBefore(this.#last, number)) this.#last = number;
  }

  /** Whether a later one was stamped. */
  isOvertaken(number: number): boolean {
    return isBefore(number, this.#last);
  }
}

/** Whichever way round is shorter (RFC 1982 section 3.2). */
function isBefore(a: number, b: number): boolean {
  return ((b - a) | 0) > 0;
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
    counter.stamped(number);
    if (departure !== undefined) this.#tell(counter, number, departure, stamp);
  }

  /** Waits no longer for the stamps that are overdue, nor for those of probes that the inbox has an answer to. */
  expire(now: Instant): void {
    if (this.#waiting.size === 0) return;
    const overdue = [...this.#waiting.keys()].filter(({ at }) => at + PATIENCE <= now);
    this.#giveUp(overdue);
    this.#giveUp(overtaken(this.#waiting.keys(), this.#inbox.happenings));
  }

  #giveUp(departures: readonly Departure[]): void {
    let lost = 0;
    for (const departure of departures) {
      const { counter, number } = this.#waiting.get(departure) ?? {};
      if (counter === undefined || number === undefined) continue;
      if (counter.isOvertaken(number)) lost++;
      this.#tell(counter, number, departure, null);
    }
    if (lost > 0) this.#inbox.notice('stamps-lost', `an error queue ran over: ${lost} transmit stamps were lost`);
  }

  #tell(counter: StampCounter, number: number, departure: Departure, stamp: Timespec | null): void {
    counter.departures.delete(number);
    this.#waiting.delete(departure);
    const { id, at, actual, unknown } = departure;
    this.#inbox.add({ kind: 'sent', id, stamp, at, actual, unknown });
  }
}

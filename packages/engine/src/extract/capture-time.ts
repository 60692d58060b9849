import type { Instant } from '../instant.js';
import { PAUSE } from './group.js';

/**
 * What time it is in a capture, whose stamps may be wrong: one that is far from the last moves time only when the next
 * stamp bears it out. So a lone bogus stamp ends no trace, and time that was set back goes on from there.
 */
export class CaptureTime {
  #now: Instant | null = null;
  /** The last stamp, where it was too far off to be believed. */
  #doubtful: Instant | null = null;

  /** Takes the next packet's stamp; returns the time by then. */
  observe(at: Instant): Instant {
    if (this.#now === null || isNear(at, this.#now)) return this.#goTo(Math.max(this.#now ?? at, at));
    const doubtful = this.#doubtful;
    this.#doubtful = at;
    if (doubtful === null) return this.#now;
    if (isNear(at, doubtful)) return this.#goTo(at);
    // Two packets in a row after a long silence, each far from the other: the first of them is past.
    if (doubtful > this.#now && at > doubtful) this.#now = doubtful;
    return this.#now;
  }

  #goTo(at: Instant): Instant {
    this.#doubtful = null;
    this.#now = at;
    return at;
  }
}

function isNear(at: Instant, other: Instant): boolean {
  return Math.abs(at - other) <= PAUSE;
}

import type { Instant } from '@hoplite/engine';

interface Wake {
  readonly at: Instant;
  readonly callback: () => void;
}

/** Who wants to be woken when, in order; of the same instant in the order in which they asked. */
export class Wakes {
  readonly #wakes: Wake[] = [];

  /** The earliest instant; null when nobody waits. */
  get next(): Instant | null {
    return this.#wakes[0]?.at ?? null;
  }

  /** Returns what cancels it. */
  add(at: Instant, callback: () => void): () => void {
    const wake: Wake = { at, callback };
    // Most ask for later than all others.
    let place = this.#wakes.length;
    while (place > 0 && (this.#wakes[place - 1]?.at ?? 0) > at) place--;
    this.#wakes.splice(place, 0, wake);
    return () => {
      const at = this.#wakes.indexOf(wake);
      if (at >= 0) this.#wakes.splice(at, 1);
    };
  }

  /** Calls all that are due by `now`, and of those that are added meanwhile none. */
  call(now: Instant): void {
    const due = this.#wakes.filter(({ at }) => at <= now);
    for (const wake of due) {
      const at = this.#wakes.indexOf(wake);
      // An earlier one may have cancelled it.
      if (at < 0) continue;
      this.#wakes.splice(at, 1);
      wake.callback();
    }
  }

  clear(): void {
    this.#wakes.length = 0;
  }
}

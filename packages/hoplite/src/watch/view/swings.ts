import type { HopChange } from '../path-change.js';

/** A hop whose answers went back to others within so many rounds swings. */
const SWING_ROUNDS = 10;

/** Finds out which changes of a path are none: a balancer that sends each probe as it likes changes nothing. */
export class Swings {
  /** The round in which the answers of a hop last changed. */
  readonly #changed = new Map<string, number>();

  /** Whether a hop of a target only goes to and fro; a path that comes back after a while has changed. */
  isSwinging(target: string, { ttl, known }: HopChange, round: number): boolean {
    const place = `${target} ${ttl}`;
    const last = this.#changed.get(place) ?? Number.NEGATIVE_INFINITY;
    this.#changed.set(place, round);
    return known && round - last <= SWING_ROUNDS;
  }
}

import type { Instant } from '@hoplite/engine';

/** Where a network takes everything from that is not certain. */
export interface Chance {
  /** Whether something of that probability happens. */
  happens(probability: number): boolean;
  /** A delay of at most so much. */
  upTo(most: Instant): Instant;
  /** One of several, equally likely; all of them where nothing is left to chance. */
  choose<T>(options: readonly T[]): readonly T[];
  /** A whole number from 0 to 2^32 - 1. */
  word(): number;
}

/** The same numbers for the same seed, on every machine. */
export function seededChance(seed: number): Chance {
  const next = mulberry32(seed);
  return {
    happens: (probability) => probability > 0 && next() / 2 ** 32 < probability,
    upTo: (most) => (most > 0 ? Math.floor((next() / 2 ** 32) * (most + 1)) : 0),
    choose: (options) => (options.length < 2 ? options : options.slice(next() % options.length).slice(0, 1)),
    word: next,
  };
}

/** Nothing is lost, late or done twice; where a die would be rolled, every way is gone. */
export const CERTAIN: Chance = {
  happens: (probability) => probability >= 1,
  upTo: () => 0,
  choose: (options) => options,
  word: () => 0,
};

/** Tommy Ettinger's generator: 32 bits of state, and every seed is a good one. */
function mulberry32(seed: number): () => number {
  // With its sign, for V8 boxes what is above 2^31.
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Whole numbers below a bound, the same ones in the same order from the same seed: xoshiro128** (Blackman and Vigna, 2018). */
export interface Random {
  below(bound: number): number;
}

export function createRandom(seed: number): Random {
  // SplitMix32 spreads the seed over the state, so that neighbouring seeds have nothing in common.
  let mixed = seed >>> 0;
  const next = (): number => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let [a, b, c, d] = [next(), next(), next(), next()];
  return {
    below(bound) {
      const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
      const t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = rotate(d, 11);
      return Math.floor((result / 0x1_0000_0000) * bound);
    },
  };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** Whole numbers drawn at random. */
export interface Random {
  /** The next one, from 0 to `bound` - 1; `bound` is at most 2^32. */
  below(bound: number): number;
}

/**
 * From which all that is chosen at random is drawn: a whole number, so that a run can be repeated, or 128 bits as 32
 * hexadecimal digits, so that nobody can guess it.
 */
export type Seed = number | string;

/**
 * One of the many streams of a seed, always the same: the key stream of ChaCha20 (RFC 8439 section 2.4), whose key is the
 * seed and whose nonce the stream's number. Who sees some of it learns nothing of the rest, nor of any other stream.
 */
export function createRandom(seed: Seed, stream: number): Random {
  const key = keyOf(seed);
  let words: number[] = [];
  let counter = 0;
  return {
    below(bound) {
      if (words.length === 0) words = block([...SIGMA, ...key, ...key, counter++, ...halves(stream), 0]);
      return Math.floor(((words.shift() ?? 0) / 2 ** 32) * bound);
    },
  };
}

export function isSeed(seed: unknown): seed is Seed {
  return typeof seed === 'string' ? /^[0-9a-f]{32}$/i.test(seed) : Number.isSafeInteger(seed);
}

/** `expand 32-byte k`. */
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

/** 16 bytes as four words, each with its low byte first. ChaCha20 takes them twice: its key has 32. */
function keyOf(seed: Seed): readonly number[] {
  if (typeof seed === 'number') return [...halves(seed), 0, 0];
  const bytes = Uint8Array.from(seed.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  const view = new DataView(bytes.buffer);
  return [0, 4, 8, 12].map((offset) => view.getUint32(offset, true));
}

/** The low and the high word of a whole number. */
function halves(number: number): readonly [number, number] {
  return [number >>> 0, Math.floor(number / 2 ** 32) >>> 0];
}

/** RFC 8439 section 2.3. */
function block(state: readonly number[]): number[] {
  const words = Uint32Array.from(state);
  for (let doubleRound = 0; doubleRound < 10; doubleRound++) {
    for (const [a, b, c, d] of QUARTER_ROUNDS) {
      mix(words, a, b, d, 16);
      mix(words, c, d, b, 12);
      mix(words, a, b, d, 8);
      mix(words, c, d, b, 7);
    }
  }
  return Array.from(words, (word, i) => (word + (state[i] ?? 0)) >>> 0);
}

/** The columns of the four by four words, then the diagonals. */
const QUARTER_ROUNDS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** A quarter of a quarter round: a += b; d ^= a; d <<<= by. */
function mix(words: Uint32Array, a: number, b: number, d: number, by: number): void {
  const sum = ((words[a] ?? 0) + (words[b] ?? 0)) >>> 0;
  const mixed = (words[d] ?? 0) ^ sum;
  words[a] = sum;
  words[d] = (mixed << by) | (mixed >>> (32 - by));
}

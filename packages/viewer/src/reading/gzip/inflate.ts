import type { BitInput } from './bit-input.js';
import { type BlockCodes, dynamicCodes, fixedCodes } from './block-codes.js';
import { FULL, Output } from './output.js';

/** How a compressed file is wrong: it ends too early, or no compressor writes such. */
export type GzipFault = 'truncated' | 'corrupt-gzip';

/** The bytes that were unzipped, or null where another chunk of input is needed. */
export type Unzipping<Result> = Generator<Uint8Array | null, Result, void>;

/** A block's header takes no more bytes: 316 lengths of 14 bits, and what tells how these are written. */
const LONGEST_HEADER = 600;

/** Decompresses DEFLATE (RFC 1951) up to its last block, as far as it can; returns what is wrong then. */
export function* inflate(input: BitInput): Unzipping<GzipFault | null> {
  const output = new Output();
  for (let isLast = false; !isLast; ) {
    while (!input.has(LONGEST_HEADER)) yield null;
    isLast = input.bits(1) === 1;
    const type = input.bits(2);
    const isBlock = type === 0 ? yield* storedBlock(input, output) : yield* codedBlock(input, output, type);
    if (isBlock && !input.isPast) continue;
    yield output.take();
    return input.isPast ? 'truncated' : 'corrupt-gzip';
  }
  yield output.take();
  return null;
}

/** Section 3.2.4: bytes as they are. */
function* storedBlock(input: BitInput, output: Output): Unzipping<boolean> {
  input.align();
  const [length, complement] = [input.bits(16), input.bits(16)];
  if (length !== (~complement & 0xffff)) return false;
  input.align();
  for (let left = length; left > 0; ) {
    if (output.at >= FULL) yield output.take();
    while (!input.has(1)) yield null;
    const count = Math.min(left, input.end - input.at, FULL - output.at);
    if (count === 0) {
      // What is not there is read, so that it is known to be missing.
      input.at += 1;
      return true;
    }
    output.bytes.set(input.bytes.subarray(input.at, input.at + count), output.at);
    input.at += count;
    output.at += count;
    left -= count;
  }
  return true;
}

function* codedBlock(input: BitInput, output: Output, type: number): Unzipping<boolean> {
  const codes = type === 1 ? fixedCodes : type === 2 ? dynamicCodes(input) : null;
  if (codes === null || input.isPast) return false;
  for (;;) {
    const state = symbols(input, output, codes);
    if (state === 'more') yield null;
    else if (state === 'full') yield output.take();
    else return state === 'end';
  }
}

/** Section 3.2.3: literals, and copies of what came before. Of a symbol that the file does not hold whole nothing is taken. */
function symbols(
  input: BitInput,
  output: Output,
  { literals, distances, literalMask, distanceMask }: BlockCodes,
): 'more' | 'full' | 'end' | 'fault' {
  const { bytes, end } = input;
  const { bytes: written } = output;
  const last = input.isLast ? Number.POSITIVE_INFINITY : end - 8;
  let { at, hold, held } = input;
  let to = output.at;
  let state: 'more' | 'full' | 'end' | 'fault' = 'fault';
  for (;;) {
    if (to >= FULL || at > last) {
      state = to >= FULL ? 'full' : 'more';
      break;
    }
    for (; held <= 24; held += 8) hold |= (bytes[at++] ?? 0) << held;
    const literal = literals[hold & literalMask] ?? 0;
    hold >>>= literal & 15;
    held -= literal & 15;
    const symbol = literal >>> 4;
    if (literal === 0 || at - (held >> 3) > end) break;
    if (symbol < 256) {
      written[to++] = symbol;
      continue;
    }
    if (symbol === 256) {
      state = 'end';
      break;
    }
    const lengthBits = LENGTH_BITS[symbol - 257] ?? 0;
    const length = (LENGTHS[symbol - 257] ?? 0) + (hold & ((1 << lengthBits) - 1));
    hold >>>= lengthBits;
    held -= lengthBits;
    for (; held <= 24; held += 8) hold |= (bytes[at++] ?? 0) << held;
    const code = distances[hold & distanceMask] ?? 0;
    hold >>>= code & 15;
    held -= code & 15;
    for (; held <= 24; held += 8) hold |= (bytes[at++] ?? 0) << held;
    const distanceBits = DISTANCE_BITS[code >>> 4] ?? 0;
    const distance = (DISTANCES[code >>> 4] ?? Number.POSITIVE_INFINITY) + (hold & ((1 << distanceBits) - 1));
    hold >>>= distanceBits;
    held -= distanceBits;
    if (code === 0 || length === 0 || distance > to || at - (held >> 3) > end) break;
    if (distance >= length) written.copyWithin(to, to - distance, to - distance + length);
    else for (let index = to; index < to + length; index += 1) written[index] = written[index - distance] ?? 0;
    to += length;
  }
  input.at = at;
  input.hold = hold;
  input.held = held;
  output.at = to;
  return state;
}

/** Section 3.2.5. */
const LENGTHS = Uint16Array.of(
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227],
  258,
);
const LENGTH_BITS = Uint8Array.of(
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  1,
  1,
  1,
  2,
  2,
  2,
  2,
  3,
  3,
  3,
  3,
  4,
  4,
  4,
  4,
  5,
  5,
  5,
  5,
  0,
);
const DISTANCES = Uint16Array.of(
  ...[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097],
  ...[6145, 8193, 12289, 16385, 24577],
);
const DISTANCE_BITS = Uint8Array.from(DISTANCES, (_, code) => (code < 2 ? 0 : (code >> 1) - 1));

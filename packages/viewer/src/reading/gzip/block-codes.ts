import type { BitInput } from './bit-input.js';
import { type Codes, codesOf } from './huffman.js';

/** The codes of a block, as tables of what the next bits mean. */
export interface BlockCodes {
  readonly literals: Uint16Array;
  readonly literalMask: number;
  readonly distances: Uint16Array;
  readonly distanceMask: number;
}

/** RFC 1951, section 3.2.6. */
export const fixedCodes: BlockCodes | null = blockCodes(
  codesOf([...times(144, 8), ...times(112, 9), ...times(24, 7), ...times(8, 8)], false),
  codesOf(times(32, 5), false),
);

/** Section 3.2.7: the header tells them; null where such cannot be. */
export function dynamicCodes(input: BitInput): BlockCodes | null {
  const [literals, distances, count] = [input.bits(5) + 257, input.bits(5) + 1, input.bits(4) + 4];
  if (literals > 286 || distances > 30) return null;
  const lengths = times(19, 0);
  for (const symbol of ORDER.slice(0, count)) lengths[symbol] = input.bits(3);
  const codes = codesOf(lengths, false);
  const all = codes === null ? null : codeLengths(input, codes, literals + distances);
  // Without a code for its end a block has none.
  if (all === null || all[256] === 0) return null;
  return blockCodes(codesOf(all.slice(0, literals), true), codesOf(all.slice(literals), true));
}

/** In this order their lengths come, so that those at the end can be left out. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

function codeLengths(input: BitInput, { entries, bits }: Codes, count: number): readonly number[] | null {
  const lengths: number[] = [];
  while (lengths.length < count) {
    const symbol = nextSymbol(input, entries, bits);
    if (symbol === null) return null;
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 17) lengths.push(...times(3 + input.bits(3), 0));
    else if (symbol === 18) lengths.push(...times(11 + input.bits(7), 0));
    else {
      const before = lengths.at(-1);
      if (before === undefined) return null;
      lengths.push(...times(3 + input.bits(2), before));
    }
  }
  return lengths.length === count ? lengths : null;
}

function nextSymbol(input: BitInput, entries: Uint16Array, bits: number): number | null {
  const entry = entries[input.peek(bits)] ?? 0;
  input.bits(entry & 15);
  return entry === 0 ? null : entry >>> 4;
}

function blockCodes(literals: Codes | null, distances: Codes | null): BlockCodes | null {
  if (literals === null || distances === null) return null;
  return {
    literals: literals.entries,
    literalMask: (1 << literals.bits) - 1,
    distances: distances.entries,
    distanceMask: (1 << distances.bits) - 1,
  };
}

function times(count: number, value: number): number[] {
  return new Array<number>(count).fill(value);
}

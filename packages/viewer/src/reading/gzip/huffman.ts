/** What the next bits mean. */
export interface Codes {
  /** For every value of so many bits an entry of `entries`. */
  readonly bits: number;
  /** The symbol, and in the low 4 bits the length of its code; 0 where the bits mean nothing. */
  readonly entries: Uint16Array;
}

/**
 * The codes of the symbols from 0 on, whose lengths these are, 0 for none (RFC 1951, section 3.2.2). Null where such codes
 * cannot be: some bits would have two meanings, or none; which only a lone code of one bit may leave, where that is allowed.
 */
export function codesOf(lengths: readonly number[], mayBeLone: boolean): Codes | null {
  const bits = Math.max(0, ...lengths);
  const entries = new Uint16Array(1 << bits);
  let code = 0;
  for (let length = 1; length <= bits; length += 1) {
    for (const [symbol, own] of lengths.entries()) {
      if (own !== length) continue;
      if (code >= 1 << length) return null;
      const entry = (symbol << 4) | length;
      for (let index = reversed(code, length); index < entries.length; index += 1 << length) entries[index] = entry;
      code += 1;
    }
    code <<= 1;
  }
  const isWhole = code === 2 << bits;
  return isWhole || (mayBeLone && bits < 2) ? { bits, entries } : null;
}

/** Codes come with their first bit lowest. */
function reversed(code: number, length: number): number {
  let bits = 0;
  for (let index = 0; index < length; index += 1) bits |= ((code >> index) & 1) << (length - 1 - index);
  return bits;
}

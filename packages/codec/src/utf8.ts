/**
 * Reads UTF-8 (RFC 3629). Never throws: each maximal part of an invalid sequence becomes one U+FFFD, as the WHATWG
 * Encoding Standard has it. A byte order mark is kept.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  let offset = 0;
  while (offset < bytes.length) {
    const length = sequenceLength(bytes, offset);
    text += length > 0 ? String.fromCodePoint(codePoint(bytes, offset, length)) : '\ufffd';
    offset += Math.abs(length);
  }
  return text;
}

/** Writes UTF-8 (RFC 3629); a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), continuation(code));
    else if (code >= 0xd800 && code <= 0xdfff) bytes.push(0xef, 0xbf, 0xbd);
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), continuation(code >> 6), continuation(code));
    else bytes.push(0xf0 | (code >> 18), continuation(code >> 12), continuation(code >> 6), continuation(code));
  }
  return Uint8Array.from(bytes);
}

function continuation(code: number): number {
  return 0x80 | (code & 0x3f);
}

/** The length of the sequence at `offset`; negative, the length of its maximal part, where it is invalid or cut. */
function sequenceLength(bytes: Uint8Array, offset: number): number {
  const first = bytes[offset] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return -1;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let index = 1; index < length; index += 1) {
    const next = bytes[offset + index] ?? 0;
    const lowest = index === 1 ? lowestSecond(first) : 0x80;
    const highest = index === 1 ? highestSecond(first) : 0xbf;
    if (next < lowest || next > highest) return -index;
  }
  return length;
}

/** The second byte excludes overlong forms. */
function lowestSecond(first: number): number {
  return first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
}

/** The second byte excludes surrogates and what lies beyond U+10FFFF. */
function highestSecond(first: number): number {
  return first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
}

function codePoint(bytes: Uint8Array, offset: number, length: number): number {
  const first = bytes[offset] ?? 0;
  let code = length === 1 ? first : first & (0xff >> (length + 1));
  for (let index = 1; index < length; index += 1) code = (code << 6) | ((bytes[offset + index] ?? 0) & 0x3f);
  return code;
}

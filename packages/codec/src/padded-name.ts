import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** The text in front of a name's zero padding. */
export function nameText(bytes: Uint8Array): string {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length -= 1;
  return decodeUtf8(bytes.subarray(0, length));
}

/** A name padded with zeros so that, `before` bytes in front of it counted, it ends on a 32-bit boundary. */
export function paddedName(text: string, before: number): Uint8Array {
  const name = encodeUtf8(text);
  const padded = new Uint8Array(Math.ceil((before + name.length) / 4) * 4 - before);
  padded.set(name);
  return padded;
}

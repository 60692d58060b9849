import { internetChecksum } from './checksum.js';
import {
  decodeExtensionStructure,
  type ExtensionStructure,
  type ExtensionStructureInit,
  encodeExtensionStructure,
  objectEnd,
  STRUCTURE_HEADER_LENGTH,
} from './icmp-extensions.js';
import type { Optional } from './optional.js';
import { readUint8, readUint16, view } from './wire.js';

/** What the ICMP errors carry of the datagram that caused them, and the RFC 4884 extensions behind it. */
export interface IcmpOriginal {
  /** The "original datagram" field: the quote, with its padding. For `decodeQuote`. */
  readonly original: Uint8Array;
  /** Labels, interfaces and the like that the router adds; null where it adds none. */
  readonly extensions: ExtensionStructure | null;
}

/** An ICMP message as its encoder takes it: `checksum`, `length` and the extension structure's checksum may be left out. */
export type IcmpInit<T> =
  T extends Pick<IcmpOriginal, 'extensions'>
    ? Optional<Omit<T, 'extensions'>, 'checksum' | 'length'> & {
        /** Null for none. In front of some, the original of an error without `length` is padded to 128 bytes and whole words. */
        readonly extensions: ExtensionStructureInit | null;
      }
    : Optional<T, 'checksum' | 'length'>;

/** RFC 4884 section 5: what routers that predate the length field quote, and the least in front of an extension. */
const FIXED_LENGTH = 128;

/**
 * Parts the bytes after an ICMP error's 8-byte header into quote and extension structure.
 *
 * `length` is the field as found, `unit` its unit in bytes: 4 in ICMPv4, 8 in ICMPv6. Routers misuse it, so the structure
 * is looked for where the field says, then at 128 (RFC 4884 section 5.5), then where the field counts bytes; the first
 * place that holds one is taken. With none, everything is quote.
 *
 * `cut` says that the message goes on beyond `end`. Then no checksum can be verified, and only the place that the field
 * names is believed, where at least one whole object stands.
 */
export function decodeOriginal(
  bytes: Uint8Array,
  start: number,
  end: number,
  length: number,
  unit: 4 | 8,
  cut: boolean,
): IcmpOriginal {
  const named = start + length * unit;
  for (const at of cut ? [named] : [named, start + FIXED_LENGTH, start + length]) {
    if (at === start || !isStructure(bytes, at, end, at === named, cut)) continue;
    return { original: view(bytes, start, at), extensions: decodeExtensionStructure(view(bytes, at, end)) };
  }
  return { original: view(bytes, start, end), extensions: null };
}

/**
 * The reverse: the length field and what follows the ICMP header. A `length` given is taken as it is. One left out is 0
 * without extensions; with them the quote is padded with zeros to at least 128 bytes and whole units (RFC 4884 section 4).
 */
export function encodeOriginal(
  original: Uint8Array,
  extensions: ExtensionStructureInit | null,
  length: number | undefined,
  unit: 4 | 8,
): { readonly length: number; readonly tail: Uint8Array } {
  if (extensions === null) return { length: length ?? 0, tail: original };
  const structure = encodeExtensionStructure(extensions);
  const padded =
    length === undefined ? Math.max(FIXED_LENGTH, Math.ceil(original.length / unit) * unit) : original.length;
  const tail = new Uint8Array(padded + structure.length);
  tail.set(original);
  tail.set(structure, padded);
  return { length: length ?? padded / unit, tail };
}

/**
 * Version 2, in either half of the byte, and a right checksum; a checksum of 0 (none computed) counts only if objects
 * fill the structure exactly. Quoted payload may look like that by chance, so away from the place that the length field
 * names something must follow the header, and be an object.
 */
function isStructure(bytes: Uint8Array, at: number, end: number, named: boolean, cut: boolean): boolean {
  const objects = at + STRUCTURE_HEADER_LENGTH;
  if (objects > end) return false;
  const first = readUint8(bytes, at);
  if (first >> 4 !== 2 && first !== 2) return false;
  const firstEnd = objectEnd(bytes, objects, end);
  if (cut) return firstEnd !== null;
  if (readUint16(bytes, at + 2) === 0) return firstEnd !== null && endOfObjects(bytes, firstEnd, end) === end;
  return (named || firstEnd !== null) && internetChecksum(view(bytes, at, end)) === 0;
}

function endOfObjects(bytes: Uint8Array, start: number, end: number): number {
  let offset = start;
  for (let next = objectEnd(bytes, offset, end); next !== null; next = objectEnd(bytes, offset, end)) offset = next;
  return offset;
}

import { readUint8, readUint16 } from './wire.js';

/** An IPv4 or IPv6 address in its one canonical spelling: dotted quad, or RFC 5952 (lower case, longest run of zeros as `::`). */
export type Address = string;

/** The version of IP: 4 or 6. */
export type AddressFamily = 4 | 6;

/** Writes 4 or 16 bytes as the canonical address. Throws `RangeError` for any other number of bytes. */
export function formatAddress(bytes: Uint8Array): Address {
  if (bytes.length === 4) return readIpv4Address(bytes, 0);
  if (bytes.length === 16) return readIpv6Address(bytes, 0);
  throw new RangeError(`an address has 4 or 16 bytes, not ${bytes.length}`);
}

/** The address in the 4 bytes at `offset`, which the caller knows to be there. */
export function readIpv4Address(bytes: Uint8Array, offset: number): Address {
  const word = (readUint16(bytes, offset) << 16) | readUint16(bytes, offset + 2);
  const place = Math.imul(word, GOLDEN) >>> (32 - PLACE_BITS);
  if (lastWords[place] !== word) {
    lastWords[place] = word;
    lastTexts[place] = formatIpv4(bytes, offset);
  }
  return lastTexts[place] as Address;
}

/**
 * The address that was last read into each place. The same few come again and again, and are one text for all who keep
 * them: made anew, that was most of the cost of a header, of keeping it and of looking it up.
 */
const PLACE_BITS = 12;
const lastWords = new Int32Array(1 << PLACE_BITS);
const lastTexts: Address[] = Array.from(lastWords, () => '0.0.0.0');
/** Spreads neighbours over the places: 2^32 divided by the golden ratio (Knuth, volume 3, section 6.4). */
const GOLDEN = 0x9e3779b1;

function formatIpv4(bytes: Uint8Array, offset: number): Address {
  return (
    octetDot(readUint8(bytes, offset)) +
    octetDot(readUint8(bytes, offset + 1)) +
    octetDot(readUint8(bytes, offset + 2)) +
    octet(readUint8(bytes, offset + 3))
  );
}

/** The address in the 16 bytes at `offset`, which the caller knows to be there. */
export function readIpv6Address(bytes: Uint8Array, offset: number): Address {
  const run = longestZeroRun(bytes, offset);
  if (run.start === 0 && run.length === 5 && readUint16(bytes, offset + 10) === 0xffff) {
    // RFC 5952 section 5: an IPv4-mapped address shows its IPv4 address.
    return `::ffff:${readIpv4Address(bytes, offset + 12)}`;
  }
  if (run.length === 0) return groups(bytes, offset, 0, 8);
  return `${groups(bytes, offset, 0, run.start)}::${groups(bytes, offset, run.start + run.length, 8)}`;
}

/**
 * Reads an address strictly: 4 decimal numbers without leading zeros, or any RFC 4291 form without a zone.
 * Returns its 4 or 16 bytes, null for anything else (`010.0.0.1`, `127.1`, `1.2.3`, `fe80::1%eth0`).
 */
export function parseAddress(text: string): Uint8Array | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** The same as bytes that are everybody's, and not to be written to: those of an address that came lately are at hand. */
export function addressBytes(text: string): Uint8Array | null {
  const known = lately.get(text);
  if (known !== undefined) return known;
  const bytes = parseAddress(text);
  if (bytes === null) return null;
  if (lately.size >= MOST_LATELY) lately.clear();
  // By its canonical text, which is no part of a longer one that would have to be kept as well.
  lately.set(formatAddress(bytes), bytes);
  return bytes;
}

const lately = new Map<Address, Uint8Array>();
const MOST_LATELY = 4096;

/** 4 or 6, or null where the text is no address. */
export function addressFamily(text: string): AddressFamily | null {
  const bytes = addressBytes(text);
  return bytes === null ? null : bytes.length === 4 ? 4 : 6;
}

/** Writes `address` at `offset`. Throws `RangeError` naming `field` unless it is an address of that family. */
export function writeAddress(
  bytes: Uint8Array,
  offset: number,
  address: Address,
  family: AddressFamily,
  field: string,
): void {
  const parsed = addressBytes(address);
  if (parsed?.length !== (family === 4 ? 4 : 16)) {
    throw new RangeError(`${field} must be an IPv${family} address, is ${JSON.stringify(address)}`);
  }
  bytes.set(parsed, offset);
}

// Tables, because formatting addresses is most of the cost of decoding a small datagram.
const OCTETS: readonly string[] = Array.from({ length: 256 }, (_, value) => String(value));
const OCTETS_DOT: readonly string[] = OCTETS.map((text) => `${text}.`);
const HEX: readonly string[] = Array.from({ length: 256 }, (_, value) => value.toString(16));
const HEX_PADDED: readonly string[] = HEX.map((text) => text.padStart(2, '0'));

function octet(value: number): string {
  return OCTETS[value] as string;
}

function octetDot(value: number): string {
  return OCTETS_DOT[value] as string;
}

/** One group, without leading zeros. */
function group(bytes: Uint8Array, offset: number): string {
  const high = readUint8(bytes, offset);
  const low = readUint8(bytes, offset + 1);
  return high === 0 ? (HEX[low] as string) : (HEX[high] as string) + (HEX_PADDED[low] as string);
}

function groups(bytes: Uint8Array, offset: number, from: number, to: number): string {
  if (from >= to) return '';
  let text = group(bytes, offset + 2 * from);
  for (let index = from + 1; index < to; index += 1) text += `:${group(bytes, offset + 2 * index)}`;
  return text;
}

/** RFC 5952 section 4.2: the longest run of at least two zero groups, the first of equally long ones. */
function longestZeroRun(bytes: Uint8Array, offset: number): { start: number; length: number } {
  let start = 0;
  let length = 0;
  let current = 0;
  for (let index = 0; index < 8; index += 1) {
    current = readUint16(bytes, offset + 2 * index) === 0 ? current + 1 : 0;
    if (current > length && current > 1) {
      start = index - current + 1;
      length = current;
    }
  }
  return { start, length };
}

function parseIpv4(text: string): Uint8Array | null {
  const bytes = new Uint8Array(4);
  let start = 0;
  for (let index = 0; index < 4; index += 1) {
    const dot = text.indexOf('.', start);
    const end = index === 3 ? text.length : dot;
    // The fourth number has no dot behind it.
    if (end < 0 || (index === 3 && dot >= 0)) return null;
    const value = parseOctet(text, start, end);
    if (value < 0) return null;
    bytes[index] = value;
    start = end + 1;
  }
  return bytes;
}

/** The number of at most three digits and 255, without leading zeros, from `start` to `end`; negative if it is none. */
function parseOctet(text: string, start: number, end: number): number {
  const digits = end - start;
  if (digits < 1 || digits > 3 || (digits > 1 && text.charCodeAt(start) === ZERO)) return -1;
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value > 255 ? -1 : value;
}

const ZERO = 0x30;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

function parseIpv6(text: string): Uint8Array | null {
  const [left = '', right, ...more] = text.split('::');
  const head = parseGroups(left, right === undefined);
  const tail = parseGroups(right ?? '', true);
  if (head === null || tail === null || more.length > 0) return null;
  const missing = 16 - head.length - tail.length;
  // `::` stands for at least one group (RFC 4291 section 2.2).
  if (right === undefined ? missing !== 0 : missing < 2) return null;
  const bytes = new Uint8Array(16);
  bytes.set(head);
  bytes.set(tail, 16 - tail.length);
  return bytes;
}

/** The bytes of groups parted by colons; the last may be a dotted quad where it ends the address. */
function parseGroups(text: string, endsAddress: boolean): number[] | null {
  const bytes: number[] = [];
  if (text === '') return bytes;
  const parts = text.split(':');
  const last = parts.pop() ?? '';
  for (const part of parts) if (!pushGroup(bytes, part)) return null;
  const quad = endsAddress ? parseIpv4(last) : null;
  if (quad !== null) bytes.push(...quad);
  else if (!pushGroup(bytes, last)) return null;
  return bytes;
}

function pushGroup(bytes: number[], part: string): boolean {
  if (!GROUP.test(part)) return false;
  const value = Number.parseInt(part, 16);
  bytes.push(value >> 8, value & 0xff);
  return true;
}

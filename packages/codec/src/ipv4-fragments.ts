import { updateChecksum } from './checksum.js';
import { readUint8, readUint16 } from './wire.js';

const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;
const LONGEST = 0xffff;

/** The bit of an option's type that says it goes with every fragment (RFC 791 section 3.1). */
const COPIED = 0x80;
const END_OF_OPTIONS = 0;
const NO_OPERATION = 1;

/**
 * An IPv4 datagram in fragments of at most `mtu` bytes (RFC 791 section 3.2), in order, their header checksums as right or
 * wrong as it was. Itself alone where it fits, where it may not be divided (IPv6, don't fragment), where there is no room, and
 * where the offset of its last bytes could not be written: a fragment that ends beyond all datagrams.
 *
 * What belongs together its identification shows. Many systems write one in place of 0, in each fragment another (raw(7) of
 * Linux): `identification` takes its place before that.
 */
export function fragmentIpv4(datagram: Uint8Array, mtu: number, identification = 0): readonly Uint8Array[] {
  if (datagram.length <= mtu || datagram.length < 20 || readUint8(datagram, 0) >> 4 !== 4) return [datagram];
  const headerLength = (readUint8(datagram, 0) & 0xf) * 4;
  // All but the last carry a multiple of 8 bytes.
  const room = (mtu - headerLength) & ~7;
  if (headerLength < 20 || room < 8 || (readUint16(datagram, 6) & DONT_FRAGMENT) !== 0) return [datagram];
  const offset = readUint16(datagram, 6) & FRAGMENT_OFFSET;
  if (offset * 8 + datagram.length - headerLength > LONGEST) return [datagram];
  const fragments: Uint8Array[] = [];
  for (let start = headerLength; start < datagram.length; start += room) {
    const bytes = fragment(datagram, headerLength, start, Math.min(start + room, datagram.length));
    if (readUint16(datagram, 4) === 0) setWord(bytes, 4, identification);
    mendChecksum(bytes, datagram, headerLength);
    fragments.push(bytes);
  }
  return fragments;
}

function fragment(datagram: Uint8Array, headerLength: number, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(headerLength + end - start);
  bytes.set(datagram.subarray(0, headerLength));
  bytes.set(datagram.subarray(start, end), headerLength);
  if (start > headerLength) dropOptions(bytes, headerLength);
  const before = readUint16(datagram, 6);
  const more = end < datagram.length ? MORE_FRAGMENTS : before & MORE_FRAGMENTS;
  const offset = (before & FRAGMENT_OFFSET) + (start - headerLength) / 8;
  setWord(bytes, 2, bytes.length);
  setWord(bytes, 6, (before & ~(MORE_FRAGMENTS | FRAGMENT_OFFSET)) | more | offset);
  return bytes;
}

/** As right or wrong as it was (RFC 1624). */
function mendChecksum(bytes: Uint8Array, datagram: Uint8Array, headerLength: number): void {
  let sum = readUint16(datagram, 10);
  for (let at = 0; at < headerLength; at += 2) {
    if (at !== 10) sum = updateChecksum(sum, readUint16(datagram, at), readUint16(bytes, at));
  }
  setWord(bytes, 10, sum);
}

/** In their place stands what says nothing, so that the header keeps its length. */
function dropOptions(bytes: Uint8Array, headerLength: number): void {
  for (let at = 20; at < headerLength; ) {
    const type = readUint8(bytes, at);
    if (type === END_OF_OPTIONS) return;
    const length = type === NO_OPERATION ? 1 : Math.max(2, readUint8(bytes, at + 1));
    if ((type & COPIED) === 0) bytes.fill(NO_OPERATION, at, Math.min(at + length, headerLength));
    at += length;
  }
}

function setWord(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >> 8;
  bytes[offset + 1] = value;
}

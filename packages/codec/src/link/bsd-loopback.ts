import { readUint32, writeUint32 } from '../wire.js';
import { afterEtherType } from './ethertype.js';
import { type BsdLoopback, type LinkStep, linkTruncated, type Network } from './layers.js';

const HEADER_LENGTH = 4;
const LARGEST_FAMILY = 0xffff;

/**
 * LINKTYPE_NULL, in the byte order of the machine that captured, and LINKTYPE_LOOP, in network byte order. Families are
 * small numbers, so the order is the one that makes it small. A few drivers write an EtherType into the last two bytes;
 * as tshark does, it is read where neither order makes a family.
 */
export function decodeBsdLoopback(bytes: Uint8Array, offset: number): LinkStep {
  if (bytes.length - offset < HEADER_LENGTH) return linkTruncated('bsd-loopback', bytes, offset, HEADER_LENGTH);
  const end = offset + HEADER_LENGTH;
  const value = readUint32(bytes, offset);
  const reversed = swapped(value);
  const bigEndian = value <= LARGEST_FAMILY || reversed > LARGEST_FAMILY;
  const family = bigEndian ? value : reversed;
  const next = family <= LARGEST_FAMILY ? afterFamily(family) : afterEtherType(family & 0xffff);
  return { ok: true, layer: { kind: 'bsd-loopback', family, bigEndian }, end, next };
}

export function encodeBsdLoopback(layer: BsdLoopback): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH);
  writeUint32(bytes, 0, layer.family, 'bsdLoopback.family');
  if (!layer.bigEndian) bytes.reverse();
  return bytes;
}

/** AF_INET is 2 everywhere; AF_INET6 differs: 10 Linux, 24 NetBSD, OpenBSD and Windows, 28 FreeBSD, 30 macOS. */
function afterFamily(family: number): Network {
  if (family === 2) return 'ipv4';
  return [10, 24, 28, 30].includes(family) ? 'ipv6' : 'other';
}

function swapped(value: number): number {
  return ((value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

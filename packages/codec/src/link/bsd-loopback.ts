import { readUint32, writeUint32 } from '../wire.js';
import { type BsdLoopback, type LinkStep, linkTruncated, type Network } from './layers.js';

const HEADER_LENGTH = 4;

/**
 * LINKTYPE_NULL, in the byte order of the machine that captured, and LINKTYPE_LOOP, in network byte order. Families are
 * small numbers, so one over 16 bits was written in the other order.
 */
export function decodeBsdLoopback(bytes: Uint8Array, offset: number): LinkStep {
  if (bytes.length - offset < HEADER_LENGTH) return linkTruncated('bsd-loopback', bytes, offset, HEADER_LENGTH);
  const value = readUint32(bytes, offset);
  const bigEndian = value <= 0xffff;
  const family = bigEndian ? value : swapped(value);
  const layer: BsdLoopback = { kind: 'bsd-loopback', family, bigEndian };
  return { ok: true, layer, end: offset + HEADER_LENGTH, next: afterFamily(family) };
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

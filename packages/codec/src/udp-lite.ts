import { internetChecksum } from './checksum.js';
import type { Optional } from './optional.js';
import { padded, type Reached, reachedFields } from './reach.js';
import { type DecodeResult, failure } from './result.js';
import { readUint16, view, writeUint16 } from './wire.js';

//   0              15 16             31
//  +--------+--------+--------+--------+
//  |     Source      |   Destination   |
//  |      Port       |      Port       |
//  +--------+--------+--------+--------+
//  |    Checksum     |                 |
//  |    Coverage     |    Checksum     |
//  +--------+--------+--------+--------+

/** A UDP-Lite datagram (RFC 3828). */
export interface UdpLite {
  /** Protocol 136, over either version of IP. */
  readonly kind: 'udp-lite';
  /** 16 bits; 0 where no answer is wanted. */
  readonly sourcePort: number;
  /** 16 bits. */
  readonly destinationPort: number;
  /** Bytes that the checksum covers; 0 means all. 1 to 7, or more than there are, make the checksum invalid. */
  readonly checksumCoverage: number;
  /** Over so much of the datagram and a pseudo-header. As found, right or wrong: `verifyChecksums` judges it. */
  readonly checksum: number;
  /** All that follows the header, covered by the checksum or not. */
  readonly payload: Uint8Array;
}

/** What the encoders take: a `UdpLite` whose checksum may be left out, and is then computed. */
export type UdpLiteInit = Optional<UdpLite, 'checksum'>;

export const UDP_LITE = 136;
const HEADER_LENGTH = 8;
const FIELD_ENDS = { sourcePort: 2, destinationPort: 4, checksumCoverage: 6, checksum: 8 } as const;

export function decodeUdpLite(bytes: Uint8Array, offset: number, end: number): DecodeResult<UdpLite> {
  const available = end - offset;
  if (available < HEADER_LENGTH) {
    return { ok: false, failure: failure('udp-lite', 'truncated', offset, HEADER_LENGTH, available) };
  }
  return { ok: true, value: readUdpLite(bytes, offset, end) };
}

/** Reads what there is of a datagram. */
export function reachUdpLite(bytes: Uint8Array, offset: number, end: number): Reached<UdpLite> {
  const available = end - offset;
  if (available >= HEADER_LENGTH) return readUdpLite(bytes, offset, end);
  const header = readUdpLite(padded(bytes, offset, end, HEADER_LENGTH), 0, HEADER_LENGTH);
  return { kind: 'udp-lite', ...reachedFields(header, FIELD_ENDS, available) };
}

function readUdpLite(bytes: Uint8Array, offset: number, end: number): UdpLite {
  return {
    kind: 'udp-lite',
    sourcePort: readUint16(bytes, offset),
    destinationPort: readUint16(bytes, offset + 2),
    checksumCoverage: readUint16(bytes, offset + 4),
    checksum: readUint16(bytes, offset + 6),
    payload: view(bytes, offset + HEADER_LENGTH, end),
  };
}

/** How many bytes the checksum covers; null where RFC 3828 section 3.1 forbids the value. */
export function checksumCoverage(coverage: number, available: number): number | null {
  if (coverage === 0) return available;
  return coverage < HEADER_LENGTH || coverage > available ? null : coverage;
}

/** Writes a datagram; `pseudoSum` is `pseudoHeaderSum` with a length of 0. Throws `RangeError` naming field and range. */
export function encodeUdpLite(udpLite: UdpLiteInit, pseudoSum: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH + udpLite.payload.length);
  writeUint16(bytes, 0, udpLite.sourcePort, 'udp-lite.sourcePort');
  writeUint16(bytes, 2, udpLite.destinationPort, 'udp-lite.destinationPort');
  writeUint16(bytes, 4, udpLite.checksumCoverage, 'udp-lite.checksumCoverage');
  bytes.set(udpLite.payload, HEADER_LENGTH);
  writeUint16(bytes, 6, udpLite.checksum ?? checksumOf(bytes, udpLite, pseudoSum), 'udp-lite.checksum');
  return bytes;
}

function checksumOf(bytes: Uint8Array, udpLite: UdpLiteInit, pseudoSum: number): number {
  const covered = checksumCoverage(udpLite.checksumCoverage, bytes.length) ?? bytes.length;
  // RFC 3828 section 3.1: zero is not allowed, as in UDP over IPv6.
  return internetChecksum(bytes, pseudoSum + bytes.length, covered) || 0xffff;
}

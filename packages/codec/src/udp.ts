import { internetChecksum } from './checksum.js';
import type { Optional } from './optional.js';
import { padded, type Reached, reachedFields } from './reach.js';
import { type DecodeResult, failure } from './result.js';
import { NO_BYTES, readUint16, view, writeUint16 } from './wire.js';

//   0      7 8     15 16    23 24    31
//  +--------+--------+--------+--------+
//  |     Source      |   Destination   |
//  |      Port       |      Port       |
//  +--------+--------+--------+--------+
//  |     Length      |    Checksum     |
//  +--------+--------+--------+--------+

/** A UDP datagram (RFC 768). */
export interface Udp {
  /** Protocol 17, over either version of IP. */
  readonly kind: 'udp';
  /** 16 bits; 0 where no answer is wanted. */
  readonly sourcePort: number;
  /** 16 bits. */
  readonly destinationPort: number;
  /** Bytes of header and payload as the header says; 0 in jumbograms and from segmentation offload. */
  readonly length: number;
  /** Over the datagram and a pseudo-header; 0 where the sender computed none. As found: `verifyChecksums` judges it. */
  readonly checksum: number;
  /** The bytes that `length` says, or all where it cannot be meant. */
  readonly payload: Uint8Array;
  /** Bytes of the IP payload past `length` (the surplus area of RFC 9868); nearly always empty. */
  readonly surplus: Uint8Array;
}

/** What `encodeUdp` takes; `surplus` left out is empty. */
export type UdpInit = Optional<Udp, 'length' | 'checksum' | 'surplus'>;

export const UDP = 17;
const HEADER_LENGTH = 8;
const FIELD_ENDS = { sourcePort: 2, destinationPort: 4, length: 6, checksum: 8 } as const;

/**
 * Reads the datagram from `offset` to `end`. `cut` says that it was longer than what is here, so that its length is not
 * held against it; `payload` is then what there is.
 */
export function decodeUdp(bytes: Uint8Array, offset: number, end: number, cut = false): DecodeResult<Udp> {
  const available = end - offset;
  if (available < HEADER_LENGTH) {
    return { ok: false, failure: failure('udp', 'truncated', offset, HEADER_LENGTH, available) };
  }
  const length = readUint16(bytes, offset + 4);
  if (length !== 0 && length < HEADER_LENGTH) {
    return { ok: false, failure: failure('udp', 'total-length', offset, HEADER_LENGTH, length) };
  }
  if (length > available && !cut) return { ok: false, failure: failure('udp', 'truncated', offset, length, available) };
  return { ok: true, value: readUdp(bytes, offset, end) };
}

/** Reads what there is of a datagram, whatever it claims. */
export function reachUdp(bytes: Uint8Array, offset: number, end: number): Reached<Udp> {
  const available = end - offset;
  if (available >= HEADER_LENGTH) return readUdp(bytes, offset, end);
  const header = readUdp(padded(bytes, offset, end, HEADER_LENGTH), 0, HEADER_LENGTH);
  return { kind: 'udp', ...reachedFields(header, FIELD_ENDS, available) };
}

function readUdp(bytes: Uint8Array, offset: number, end: number): Udp {
  const length = readUint16(bytes, offset + 4);
  const payloadEnd = offset + coveredLength(length, end - offset);
  return {
    kind: 'udp',
    sourcePort: readUint16(bytes, offset),
    destinationPort: readUint16(bytes, offset + 2),
    length,
    checksum: readUint16(bytes, offset + 6),
    payload: view(bytes, offset + HEADER_LENGTH, payloadEnd),
    surplus: view(bytes, payloadEnd, end),
  };
}

/** How many of the bytes there are header, payload and checksum's business: `length`, unless it cannot be meant. */
export function coveredLength(length: number, available: number): number {
  return length < HEADER_LENGTH || length > available ? available : length;
}

/** Writes a datagram; `pseudoSum` is `pseudoHeaderSum` with a length of 0. Throws `RangeError` naming field and range. */
export function encodeUdp(udp: UdpInit, pseudoSum: number): Uint8Array {
  const surplus = udp.surplus ?? NO_BYTES;
  const bytes = new Uint8Array(HEADER_LENGTH + udp.payload.length + surplus.length);
  const length = udp.length ?? HEADER_LENGTH + udp.payload.length;
  writeUint16(bytes, 0, udp.sourcePort, 'udp.sourcePort');
  writeUint16(bytes, 2, udp.destinationPort, 'udp.destinationPort');
  writeUint16(bytes, 4, length, 'udp.length');
  bytes.set(udp.payload, HEADER_LENGTH);
  bytes.set(surplus, HEADER_LENGTH + udp.payload.length);
  writeUint16(bytes, 6, udp.checksum ?? checksumOf(bytes, length, pseudoSum), 'udp.checksum');
  return bytes;
}

function checksumOf(bytes: Uint8Array, length: number, pseudoSum: number): number {
  const covered = coveredLength(length, bytes.length);
  // RFC 768: zero says that there is no checksum, so a checksum of zero is sent as its other one's-complement form.
  return internetChecksum(bytes, pseudoSum + covered, covered) || 0xffff;
}

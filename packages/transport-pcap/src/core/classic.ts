/**
 * Classic pcap (draft-ietf-opsawg-pcap): a file header, then records.
 *
 * ```text
 * file    magic (4)  major (2)  minor (2)  zone (4)  accuracy (4)  snap length (4)  link type (4)
 * record  seconds (4)  micro- or nanoseconds (4)  captured length (4)  original length (4)  frame
 * ```
 */
import type { CapturePacket } from '@hoplite/engine';
import type { ByteQueue } from './byte-queue.js';
import { CaptureError } from './capture-error.js';
import { longestPacket } from './limits.js';
import type { PacketSource } from './packet-source.js';

export const classicHeaderLength = 24;

export const magics = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d, kuznetsov: 0xa1b2cd34 } as const;

export interface ClassicHeader {
  readonly littleEndian: boolean;
  readonly nanosecondsPerUnit: 1 | 1000;
  /** 16 bytes; 24 in files of Alexey Kuznetsov's patched libpcap. */
  readonly recordHeaderLength: 16 | 24;
  /** Before version 2.3 the original length came first; files of 2.3 have it either way. */
  readonly lengthOrder: 'captured-first' | 'original-first' | 'smaller-is-captured';
  /** A LINKTYPE_ value. */
  readonly linkType: number;
}

/** Reads packets from a queue that holds a whole file header. Throws CaptureError. */
export function createClassicSource(queue: ByteQueue): PacketSource {
  const header = decodeClassicHeader(queue);
  queue.skip(classicHeaderLength);
  return classicSource(queue, header, noPacketYet);
}

function classicSource(queue: ByteQueue, header: ClassicHeader, before: PacketsBefore): PacketSource {
  const state = { ...before };
  const toPacket = createPacketMaker(header, state);
  return {
    comment: null,
    next() {
      if (!queue.has(header.recordHeaderLength)) return null;
      const captured = capturedLength(queue, 0, header);
      const original = queue.uint32(isSwapped(queue, 0, header) ? 8 : 12, header.littleEndian);
      if (!queue.has(header.recordHeaderLength + captured)) return null;
      const seconds = queue.uint32(0, header.littleEndian);
      const fraction = queue.uint32(4, header.littleEndian);
      const frame = queue.bytes(header.recordHeaderLength, captured);
      queue.skip(header.recordHeaderLength + captured);
      return toPacket(seconds, fraction, frame, original);
    },
    end() {
      checkEnd(queue);
    },
    fork: (other) => classicSource(other, header, state),
  };
}

/** Throws CaptureError where the file ends in a record. */
export function checkEnd(queue: ByteQueue): void {
  if (!queue.isEmpty) throw new CaptureError('truncated', queue.offset, 'the file ends in the middle of a packet');
}

export function isClassicMagic(queue: ByteQueue): boolean {
  return littleEndianOf(queue) !== null;
}

/** Needs 24 bytes in the queue. Throws CaptureError for a version that nobody reads. */
export function decodeClassicHeader(queue: ByteQueue): ClassicHeader {
  const littleEndian = littleEndianOf(queue) ?? false;
  const magic = queue.uint32(0, littleEndian);
  return {
    littleEndian,
    nanosecondsPerUnit: magic === magics.nanoseconds ? 1 : 1000,
    recordHeaderLength: magic === magics.kuznetsov ? 24 : 16,
    lengthOrder: lengthOrder(queue.uint16(4, littleEndian), queue.uint16(6, littleEndian)),
    linkType: linkType(queue.uint32(20, littleEndian)),
  };
}

/** The captured length of the record `index` bytes ahead, whose header is there. Throws CaptureError where it cannot be. */
export function capturedLength(queue: ByteQueue, index: number, header: ClassicHeader): number {
  const length = queue.uint32(index + (isSwapped(queue, index, header) ? 12 : 8), header.littleEndian);
  const longest = longestPacket(header.linkType);
  if (length <= longest) return length;
  const what = `a packet claims ${length} captured bytes, more than the ${longest} there can be`;
  throw new CaptureError('bad-length', queue.offset + index, what);
}

/** What the packets that were read leave behind for the next. */
interface PacketsBefore {
  number: number;
  firstSeconds: number;
  firstFraction: number;
  origin: bigint;
}

const noPacketYet: PacketsBefore = { number: 0, firstSeconds: 0, firstFraction: 0, origin: 0n };

/** Numbers the packets, and counts their instants from the first. */
export function createPacketMaker(
  header: ClassicHeader,
  state: PacketsBefore = { ...noPacketYet },
): (seconds: number, fraction: number, frame: Uint8Array, originalLength: number) => CapturePacket {
  const { linkType, nanosecondsPerUnit } = header;
  return (seconds, fraction, frame, originalLength) => {
    if (state.number === 0) {
      state.firstSeconds = seconds;
      state.firstFraction = fraction;
      state.origin = BigInt(seconds) * 1_000_000_000n + BigInt(fraction * nanosecondsPerUnit);
    }
    state.number += 1;
    const { number, firstSeconds, firstFraction, origin } = state;
    const at = (seconds - firstSeconds) * 1e9 + (fraction - firstFraction) * nanosecondsPerUnit;
    return { number, at, origin, frame, linkType, interface: 0, originalLength, comment: null };
  };
}

function littleEndianOf(queue: ByteQueue): boolean | null {
  const known: readonly number[] = Object.values(magics);
  if (known.includes(queue.uint32(0, true))) return true;
  return known.includes(queue.uint32(0, false)) ? false : null;
}

/** Version 543.0 is what the tcpdump of DG/UX wrote. */
function lengthOrder(major: number, minor: number): ClassicHeader['lengthOrder'] {
  if ((major === 2 && minor < 3) || (major === 543 && minor === 0)) return 'original-first';
  if (major === 2 && minor === 3) return 'smaller-is-captured';
  if (major === 2 && minor === 4) return 'captured-first';
  throw new CaptureError('unsupported', 4, `a pcap file of version ${major}.${minor}: 2.4 is the last one known`);
}

/** The upper six bits tell of the frames' check sequence, the ten below them are reserved. */
function linkType(field: number): number {
  if ((field & 0x03ff_0000) === 0) return field & 0xffff;
  throw new CaptureError('unsupported', 20, 'the link type of the pcap file has reserved bits set');
}

function isSwapped(queue: ByteQueue, index: number, { lengthOrder, littleEndian }: ClassicHeader): boolean {
  if (lengthOrder !== 'smaller-is-captured') return lengthOrder === 'original-first';
  return queue.uint32(index + 8, littleEndian) > queue.uint32(index + 12, littleEndian);
}

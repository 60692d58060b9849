import type { CapturePacket } from '@hoplite/engine';
import { CaptureError } from './capture-error.js';
import { concatenate } from './concatenate.js';
import { type CaptureReader, createCaptureReader } from './reader.js';

/** Capture files laid out by hand, for tests: every field can be wrong. */
export type ByteOrder = 'big' | 'little';

/** Bytes as they are, or a number of 16, 32 or 64 bits. */
export type Field = Uint8Array | readonly [bits: 16 | 32 | 64, value: number | bigint];

export function layout(order: ByteOrder, ...fields: readonly Field[]): Uint8Array {
  return concatenate(...fields.map((field) => (field instanceof Uint8Array ? field : number(order, ...field))));
}

function number(order: ByteOrder, bits: 16 | 32 | 64, value: number | bigint): Uint8Array {
  const view = new DataView(new ArrayBuffer(bits / 8));
  if (bits === 16) view.setUint16(0, Number(value), order === 'little');
  else if (bits === 32) view.setUint32(0, Number(value), order === 'little');
  else view.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), order === 'little');
  return new Uint8Array(view.buffer);
}

export interface ClassicFile {
  readonly order?: ByteOrder;
  readonly magic?: number;
  readonly version?: readonly [major: number, minor: number];
  readonly snapLength?: number;
  readonly linkType?: number;
}

export function classicHeader(file: ClassicFile = {}): Uint8Array {
  const { order = 'little', magic = 0xa1b2c3d4, version = [2, 4], snapLength = 262_144, linkType = 1 } = file;
  const [major, minor] = version;
  return layout(order, [32, magic], [16, major], [16, minor], [32, 0], [32, 0], [32, snapLength], [32, linkType]);
}

export interface ClassicRecord {
  readonly order?: ByteOrder;
  readonly seconds?: number;
  readonly fraction?: number;
  /** The two lengths in the order of the file; those of the frame where they are left out. */
  readonly lengths?: readonly [first: number, second: number];
  /** What patched libpcaps put between header and frame. */
  readonly extra?: Uint8Array;
  readonly frame?: Uint8Array;
}

export function classicRecord(record: ClassicRecord = {}): Uint8Array {
  const { order = 'little', seconds = 1_700_000_000, fraction = 0, frame = Uint8Array.of(1, 2, 3) } = record;
  const [first, second] = record.lengths ?? [frame.length, frame.length];
  const extra = record.extra ?? new Uint8Array(0);
  return layout(order, [32, seconds], [32, fraction], [32, first], [32, second], extra, frame);
}

/** A pcapng block; its body is filled up to 32 bits, and its length is right unless given. */
export function block(
  order: ByteOrder,
  type: number,
  body: Uint8Array,
  length?: number,
  repeated?: number,
): Uint8Array {
  const padding = new Uint8Array(-body.length & 3);
  const total = length ?? 12 + body.length + padding.length;
  return layout(order, [32, type], [32, total], body, padding, [32, repeated ?? total]);
}

export function option(order: ByteOrder, code: number, value: Uint8Array): Uint8Array {
  return layout(order, [16, code], [16, value.length], value, new Uint8Array(-value.length & 3));
}

export function sectionHeader(order: ByteOrder = 'little', version: readonly [number, number] = [1, 0]): Uint8Array {
  const [major, minor] = version;
  return block(order, 0x0a0d0d0a, layout(order, [32, 0x1a2b3c4d], [16, major], [16, minor], [64, -1]));
}

export interface InterfaceBlock {
  readonly order?: ByteOrder;
  readonly linkType?: number;
  readonly snapLength?: number;
  readonly options?: readonly Uint8Array[];
}

export function interfaceBlock(given: InterfaceBlock = {}): Uint8Array {
  const { order = 'little', linkType = 1, snapLength = 0, options = [] } = given;
  return block(order, 1, layout(order, [16, linkType], [16, 0], [32, snapLength], ...options));
}

export interface EnhancedBlock {
  readonly order?: ByteOrder;
  readonly interface?: number;
  readonly time?: bigint;
  readonly captured?: number;
  readonly frame?: Uint8Array;
  readonly options?: readonly Uint8Array[];
}

export function enhancedBlock(given: EnhancedBlock = {}): Uint8Array {
  const { order = 'little', time = 1_700_000_000_000_000n, frame = Uint8Array.of(1, 2, 3), options = [] } = given;
  const padding = new Uint8Array(-frame.length & 3);
  const times: readonly Field[] = [
    [32, time >> 32n],
    [32, time & 0xffff_ffffn],
  ];
  const lengths: readonly Field[] = [
    [32, given.captured ?? frame.length],
    [32, frame.length],
  ];
  return block(order, 6, layout(order, [32, given.interface ?? 0], ...times, ...lengths, frame, padding, ...options));
}

/** What a reader made of a file: the packets, their frames copied, and what it threw then. */
export interface Reading {
  readonly packets: readonly CapturePacket[];
  readonly fault: unknown;
}

/** Reads a file in chunks that are overwritten as soon as the next is asked for. */
export function readAll(reader: CaptureReader, chunks: Iterable<Uint8Array>): Reading {
  const packets: CapturePacket[] = [];
  try {
    for (const chunk of chunks) {
      const lent = Uint8Array.from(chunk);
      for (const packet of reader.push(lent)) packets.push({ ...packet, frame: Uint8Array.from(packet.frame) });
      lent.fill(0xee);
    }
    reader.end();
    return { packets, fault: null };
  } catch (fault) {
    return { packets, fault };
  }
}

/** A reading that is quickly compared. */
export function inHex({ packets, fault }: Reading): { packets: readonly object[]; fault: unknown } {
  return { packets: packets.map((packet) => ({ ...packet, frame: Buffer.from(packet.frame).toString('hex') })), fault };
}

/** All of a file that is to be without fault. */
export function packetsOf(...parts: readonly Uint8Array[]): readonly CapturePacket[] {
  const { packets, fault } = readAll(createCaptureReader(), [concatenate(...parts)]);
  if (fault !== null) throw fault;
  return packets;
}

/** The fault of a file, and how many packets came before it. */
export function faultOf(...parts: readonly Uint8Array[]): { code: string; offset: number; packets: number } {
  const { packets, fault } = readAll(createCaptureReader(), [concatenate(...parts)]);
  if (!(fault instanceof CaptureError)) throw fault ?? new Error('the capture was read without fault');
  return { code: fault.code, offset: fault.offset, packets: packets.length };
}

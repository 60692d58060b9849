import { unsigned } from './unsigned.js';
import { readUint32, writeUint32 } from './wire.js';

//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |                Label                  | TC  |S|      TTL      |
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/** The MPLS label stack object (RFC 4950). */
export interface MplsLabelStack {
  /** Class 1, C-Type 1. */
  readonly kind: 'mpls-label-stack';
  /** The stack with which the packet came, its top first; at least one entry. */
  readonly entries: readonly MplsLabelStackEntry[];
}

/** A label stack entry (RFC 3032 section 2.1). */
export interface MplsLabelStackEntry {
  /** 20 bits; 0 to 15 are reserved: 0 and 2 explicit null, 3 implicit null. */
  readonly label: number;
  /** The three bits once called EXP (RFC 5462). */
  readonly trafficClass: number;
  /** The S bit: the last entry of its stack. */
  readonly bottom: boolean;
  /** The label's own, from 0 to 255; whether it began as the packet's, the tunnel decides (RFC 3443). */
  readonly ttl: number;
}

/** Takes the object's payload apart; null where it is no whole number of entries, or none. */
export function decodeMplsLabelStack(payload: Uint8Array): MplsLabelStack | null {
  if (payload.length === 0 || payload.length % 4 !== 0) return null;
  const entries: MplsLabelStackEntry[] = [];
  for (let offset = 0; offset < payload.length; offset += 4) entries.push(readLabelStackEntry(payload, offset));
  return { kind: 'mpls-label-stack', entries };
}

/** The entries as bytes, in the object as in a frame. Throws `RangeError` naming field and range. */
export function encodeLabelStackEntries(entries: readonly MplsLabelStackEntry[]): Uint8Array {
  const bytes = new Uint8Array(4 * entries.length);
  for (const [index, entry] of entries.entries()) writeLabelStackEntry(bytes, 4 * index, entry);
  return bytes;
}

/** The entry in the 4 bytes at `offset`, which the caller knows to be there. */
export function readLabelStackEntry(bytes: Uint8Array, offset: number): MplsLabelStackEntry {
  const word = readUint32(bytes, offset);
  return { label: word >>> 12, trafficClass: (word >>> 9) & 0x7, bottom: (word & 0x100) !== 0, ttl: word & 0xff };
}

function writeLabelStackEntry(bytes: Uint8Array, offset: number, entry: MplsLabelStackEntry): void {
  const label = unsigned('mpls.label', entry.label, 20);
  const trafficClass = unsigned('mpls.trafficClass', entry.trafficClass, 3);
  const ttl = unsigned('mpls.ttl', entry.ttl, 8);
  const word = (label << 12) | (trafficClass << 9) | (entry.bottom ? 0x100 : 0) | ttl;
  writeUint32(bytes, offset, word >>> 0, 'mpls.entry');
}

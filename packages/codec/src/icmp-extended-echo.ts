import { HEADER_LENGTH } from './icmp-common.js';
import {
  decodeExtensionStructure,
  type ExtensionStructure,
  encodeExtensionStructure,
  objectEnd,
  STRUCTURE_HEADER_LENGTH,
} from './icmp-extensions.js';
import type { IcmpInit } from './icmp-original.js';
import { unsigned } from './unsigned.js';
import { readUint8, readUint16, view, writeUint8, writeUint16 } from './wire.js';

// Type 42 in ICMPv4, 160 in ICMPv6, and its reply, 43 and 161:
//
//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |     Type      |     Code      |          Checksum             |
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |           Identifier          |Sequence Number|   Reserved  |L|
// |           Identifier          |Sequence Number|State|Res|A|4|6|
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |   ICMP Extension Structure (in the request)
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/** RFC 8335 sections 2 and 3, the same in ICMPv4 and ICMPv6. */
export type ExtendedEcho = ExtendedEchoRequest | ExtendedEchoReply;

/** Asks a node, the proxy, about an interface of its own or of a neighbor (RFC 8335 section 2). */
export interface ExtendedEchoRequest {
  /** ICMPv4 type 42, ICMPv6 type 160. */
  readonly name: 'extended-echo-request';
  /** 16 bits that tell the probing programs of a host apart; the answer has the same. */
  readonly identifier: number;
  /** Only 8 bits, unlike those of an echo; the answer has the same. */
  readonly sequenceNumber: number;
  /** The seven bits before the L bit: 0 by rule, kept as found. */
  readonly reserved: number;
  /** The L bit: the probed interface is on the proxy node itself. */
  readonly local: boolean;
  /** With exactly one object, as the RFC has it; null where no such structure follows the header. */
  readonly extensions: ExtensionStructure | null;
  /** What follows the structure: programs put a time stamp there. */
  readonly data: Uint8Array;
}

/** What the proxy knows of the probed interface; the message's `code` says whether it knows (RFC 8335 section 3). */
export interface ExtendedEchoReply {
  /** ICMPv4 type 43, ICMPv6 type 161. */
  readonly name: 'extended-echo-reply';
  /** The request's. */
  readonly identifier: number;
  /** The request's: 8 bits. */
  readonly sequenceNumber: number;
  /**
   * Of the proxy's neighbor cache entry, where the request's L bit is clear: 1 incomplete, 2 reachable, 3 stale, 4 delay,
   * 5 probe, 6 failed; else 0.
   */
  readonly state: number;
  /** The two bits after the state: 0 by rule, kept as found. */
  readonly reserved: number;
  /** The A bit: the interface is on the proxy itself and is active. */
  readonly active: boolean;
  /** The 4 bit: the interface is active and runs IPv4. */
  readonly ipv4: boolean;
  /** The 6 bit: the interface is active and runs IPv6. */
  readonly ipv6: boolean;
  /** What follows the header; nearly always empty. */
  readonly data: Uint8Array;
}

/** The message at `start`, which the caller knows to have at least 8 bytes. */
export function decodeExtendedEchoRequest(bytes: Uint8Array, start: number, end: number): ExtendedEchoRequest {
  const flags = readUint8(bytes, start + 7);
  const structure = start + HEADER_LENGTH;
  const dataStart = structureEnd(bytes, structure, end);
  return {
    name: 'extended-echo-request',
    identifier: readUint16(bytes, start + 4),
    sequenceNumber: readUint8(bytes, start + 6),
    reserved: flags >> 1,
    local: (flags & 1) !== 0,
    extensions: dataStart === structure ? null : decodeExtensionStructure(view(bytes, structure, dataStart)),
    data: view(bytes, dataStart, end),
  };
}

/** The message at `start`, which the caller knows to have at least 8 bytes. */
export function decodeExtendedEchoReply(bytes: Uint8Array, start: number, end: number): ExtendedEchoReply {
  const flags = readUint8(bytes, start + 7);
  return {
    name: 'extended-echo-reply',
    identifier: readUint16(bytes, start + 4),
    sequenceNumber: readUint8(bytes, start + 6),
    state: flags >> 5,
    reserved: (flags >> 3) & 0x3,
    active: (flags & 4) !== 0,
    ipv4: (flags & 2) !== 0,
    ipv6: (flags & 1) !== 0,
    data: view(bytes, start + HEADER_LENGTH, end),
  };
}

/** The whole message with type, code and checksum left zero. */
export function encodeExtendedEcho(message: IcmpInit<ExtendedEcho>): Uint8Array {
  const extensions = message.name === 'extended-echo-request' ? message.extensions : null;
  const structure = extensions === null ? null : encodeExtensionStructure(extensions);
  const dataStart = HEADER_LENGTH + (structure?.length ?? 0);
  const bytes = new Uint8Array(dataStart + message.data.length);
  writeUint16(bytes, 4, message.identifier, 'icmp.identifier');
  writeUint8(bytes, 6, message.sequenceNumber, 'icmp.sequenceNumber');
  writeUint8(bytes, 7, flagsOf(message), 'icmp.flags');
  if (structure !== null) bytes.set(structure, HEADER_LENGTH);
  bytes.set(message.data, dataStart);
  return bytes;
}

/** The end of the header and its one object; `start` where they are not there. */
function structureEnd(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || readUint8(bytes, start) >> 4 !== 2) return start;
  return objectEnd(bytes, start + STRUCTURE_HEADER_LENGTH, end) ?? start;
}

function flagsOf(message: IcmpInit<ExtendedEcho>): number {
  if (message.name === 'extended-echo-request') {
    return (unsigned('icmp.reserved', message.reserved, 7) << 1) | (message.local ? 1 : 0);
  }
  return (
    (unsigned('icmp.state', message.state, 3) << 5) |
    (unsigned('icmp.reserved', message.reserved, 2) << 3) |
    (message.active ? 4 : 0) |
    (message.ipv4 ? 2 : 0) |
    (message.ipv6 ? 1 : 0)
  );
}

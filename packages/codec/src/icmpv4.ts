import { readIpv4Address, writeAddress } from './address.js';
import { internetChecksum } from './checksum.js';
import { behindHeader, COMMON_LENGTH, decodeEcho, encodeEcho, HEADER_LENGTH } from './icmp-common.js';
import { decodeExtendedEchoReply, decodeExtendedEchoRequest, encodeExtendedEcho } from './icmp-extended-echo.js';
import { decodeOriginal, encodeOriginal } from './icmp-original.js';
import type { Icmpv4, Icmpv4Body, Icmpv4Init } from './icmpv4-messages.js';
import type { DecodeResult } from './result.js';
import { readUint8, readUint16, readUint32, view, writeUint8, writeUint16, writeUint32 } from './wire.js';

const TIMESTAMP_LENGTH = 20;
/** RFC 4884 section 4: the length field counts 32-bit words. */
const LENGTH_UNIT = 4;

/**
 * Reads the message from `offset` to `end`; fails only under 4 bytes. `cut` says that the message was longer than what is
 * here, so that its extensions cannot be verified (see `decodeOriginal`).
 */
export function decodeIcmpv4(bytes: Uint8Array, offset: number, end: number, cut = false): DecodeResult<Icmpv4> {
  const available = end - offset;
  if (available < COMMON_LENGTH) {
    return { ok: false, failure: { layer: 'icmpv4', reason: 'truncated', offset, needed: COMMON_LENGTH, available } };
  }
  const type = readUint8(bytes, offset);
  const body = decodeBody(type, bytes, offset, end, cut);
  const code = readUint8(bytes, offset + 1);
  const checksum = readUint16(bytes, offset + 2);
  return { ok: true, value: { kind: 'icmpv4', type, code, checksum, ...body } };
}

/** Writes a message; checksum and length left out are computed. Throws `RangeError` naming field and range. */
export function encodeIcmpv4(message: Icmpv4Init): Uint8Array {
  const bytes = encodeBody(message);
  writeUint8(bytes, 0, message.type, 'icmpv4.type');
  writeUint8(bytes, 1, message.code, 'icmpv4.code');
  writeUint16(bytes, 2, message.checksum ?? internetChecksum(bytes), 'icmpv4.checksum');
  return bytes;
}

function decodeBody(type: number, bytes: Uint8Array, start: number, end: number, cut: boolean): Icmpv4Body {
  const length = end - start;
  if (length < HEADER_LENGTH) return decodeOther(bytes, start, end);
  switch (type) {
    case 0:
      return decodeEcho('echo-reply', bytes, start, end);
    case 3:
    case 11:
    case 12:
      return decodeError(type, bytes, start, end, cut);
    case 4:
      return { name: 'source-quench', unused: readUint32(bytes, start + 4), original: view(bytes, start + 8, end) };
    case 5:
      return { name: 'redirect', gateway: readIpv4Address(bytes, start + 4), original: view(bytes, start + 8, end) };
    case 8:
      return decodeEcho('echo-request', bytes, start, end);
    case 13:
    case 14:
      return length < TIMESTAMP_LENGTH ? decodeOther(bytes, start, end) : decodeTimestamp(type, bytes, start, end);
    case 15:
      return decodeEcho('information-request', bytes, start, end);
    case 16:
      return decodeEcho('information-reply', bytes, start, end);
    case 42:
      return decodeExtendedEchoRequest(bytes, start, end);
    case 43:
      return decodeExtendedEchoReply(bytes, start, end);
    default:
      return decodeOther(bytes, start, end);
  }
}

function decodeError(type: 3 | 11 | 12, bytes: Uint8Array, start: number, end: number, cut: boolean): Icmpv4Body {
  const first = readUint8(bytes, start + 4);
  const length = readUint8(bytes, start + 5);
  const last = readUint16(bytes, start + 6);
  const { original, extensions } = decodeOriginal(bytes, start + HEADER_LENGTH, end, length, LENGTH_UNIT, cut);
  switch (type) {
    case 3:
      return { name: 'destination-unreachable', unused: first, length, nextHopMtu: last, original, extensions };
    case 11:
      return { name: 'time-exceeded', unused: first, length, unusedTail: last, original, extensions };
    case 12:
      return { name: 'parameter-problem', pointer: first, length, unusedTail: last, original, extensions };
  }
}

function decodeTimestamp(type: 13 | 14, bytes: Uint8Array, start: number, end: number): Icmpv4Body {
  return {
    name: type === 13 ? 'timestamp' : 'timestamp-reply',
    identifier: readUint16(bytes, start + 4),
    sequenceNumber: readUint16(bytes, start + 6),
    originateTimestamp: readUint32(bytes, start + 8),
    receiveTimestamp: readUint32(bytes, start + 12),
    transmitTimestamp: readUint32(bytes, start + 16),
    data: view(bytes, start + TIMESTAMP_LENGTH, end),
  };
}

function decodeOther(bytes: Uint8Array, start: number, end: number): Icmpv4Body {
  return { name: 'other', data: view(bytes, start + COMMON_LENGTH, end) };
}

/** The whole message with type, code and checksum left zero. */
function encodeBody(message: Icmpv4Init): Uint8Array {
  switch (message.name) {
    case 'destination-unreachable':
      return encodeError(message, message.unused, message.nextHopMtu);
    case 'time-exceeded':
      return encodeError(message, message.unused, message.unusedTail);
    case 'parameter-problem':
      return encodeError(message, message.pointer, message.unusedTail);
    case 'source-quench': {
      const bytes = behindHeader(HEADER_LENGTH, message.original);
      writeUint32(bytes, 4, message.unused, 'icmpv4.unused');
      return bytes;
    }
    case 'redirect': {
      const bytes = behindHeader(HEADER_LENGTH, message.original);
      writeAddress(bytes, 4, message.gateway, 4, 'icmpv4.gateway');
      return bytes;
    }
    case 'timestamp':
    case 'timestamp-reply':
      return encodeTimestamp(message);
    case 'extended-echo-request':
    case 'extended-echo-reply':
      return encodeExtendedEcho(message);
    case 'other':
      return behindHeader(COMMON_LENGTH, message.data);
    default:
      return encodeEcho(message);
  }
}

type ErrorInit = Extract<
  Icmpv4Init,
  { readonly name: 'destination-unreachable' | 'time-exceeded' | 'parameter-problem' }
>;

/** `first` and `last` are the second word's first byte and last 16 bits, whatever the type calls them. */
function encodeError(message: ErrorInit, first: number, last: number): Uint8Array {
  const { length, tail } = encodeOriginal(message.original, message.extensions, message.length, LENGTH_UNIT);
  const bytes = behindHeader(HEADER_LENGTH, tail);
  writeUint8(bytes, 4, first, message.name === 'parameter-problem' ? 'icmpv4.pointer' : 'icmpv4.unused');
  writeUint8(bytes, 5, length, 'icmpv4.length');
  writeUint16(bytes, 6, last, message.name === 'destination-unreachable' ? 'icmpv4.nextHopMtu' : 'icmpv4.unusedTail');
  return bytes;
}

function encodeTimestamp(message: Extract<Icmpv4Init, { readonly name: 'timestamp' | 'timestamp-reply' }>): Uint8Array {
  const bytes = behindHeader(TIMESTAMP_LENGTH, message.data);
  writeUint16(bytes, 4, message.identifier, 'icmpv4.identifier');
  writeUint16(bytes, 6, message.sequenceNumber, 'icmpv4.sequenceNumber');
  writeUint32(bytes, 8, message.originateTimestamp, 'icmpv4.originateTimestamp');
  writeUint32(bytes, 12, message.receiveTimestamp, 'icmpv4.receiveTimestamp');
  writeUint32(bytes, 16, message.transmitTimestamp, 'icmpv4.transmitTimestamp');
  return bytes;
}

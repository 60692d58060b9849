import { readUint16, view, writeUint16 } from './wire.js';

/** Type, code and checksum: what every ICMP message has. */
export const COMMON_LENGTH = 4;
/** With the second word, which all messages known here have. */
export const HEADER_LENGTH = 8;

/** An echo or information message after its checksum (RFC 792, RFC 4443 section 4). */
export interface Echo<Name extends string> {
  /** Whether it asks or answers. The information messages of ICMPv4 (types 15 and 16, obsolete by RFC 6918) have the same shape. */
  readonly name: Name;
  /** 16 bits that tell the pinging programs of a host apart; the answer has the same. */
  readonly identifier: number;
  /** 16 bits that tell the echoes of one program apart; the answer has the same. */
  readonly sequenceNumber: number;
  /** What an echo reply sends back as it came. */
  readonly data: Uint8Array;
}

/** A message of another type, or one too short for the shape of its type. */
export interface IcmpOther {
  /** What it is, `type` and `code` say alone. */
  readonly name: 'other';
  /** All that follows the checksum. */
  readonly data: Uint8Array;
}

/** The message at `start`, which the caller knows to have at least 8 bytes. */
export function decodeEcho<Name extends string>(name: Name, bytes: Uint8Array, start: number, end: number): Echo<Name> {
  const identifier = readUint16(bytes, start + 4);
  return { name, identifier, sequenceNumber: readUint16(bytes, start + 6), data: view(bytes, start + 8, end) };
}

/** The whole message with type, code and checksum left zero, as do the other encoders of a shape. */
export function encodeEcho(message: Omit<Echo<string>, 'name'>): Uint8Array {
  const bytes = behindHeader(HEADER_LENGTH, message.data);
  writeUint16(bytes, 4, message.identifier, 'icmp.identifier');
  writeUint16(bytes, 6, message.sequenceNumber, 'icmp.sequenceNumber');
  return bytes;
}

/** `tail` behind so many zero bytes. */
export function behindHeader(headerLength: number, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerLength + tail.length);
  bytes.set(tail, headerLength);
  return bytes;
}

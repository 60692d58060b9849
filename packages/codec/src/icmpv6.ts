import { internetChecksum } from './checksum.js';
import {
  behindHeader,
  COMMON_LENGTH,
  decodeEcho,
  type Echo,
  encodeEcho,
  HEADER_LENGTH,
  type IcmpOther,
} from './icmp-common.js';
import {
  decodeExtendedEchoReply,
  decodeExtendedEchoRequest,
  type ExtendedEcho,
  encodeExtendedEcho,
} from './icmp-extended-echo.js';
import { decodeOriginal, encodeOriginal, type IcmpInit, type IcmpOriginal } from './icmp-original.js';
import type { DecodeResult } from './result.js';
import {
  readUint8,
  readUint16,
  readUint24,
  readUint32,
  view,
  writeUint8,
  writeUint16,
  writeUint24,
  writeUint32,
} from './wire.js';

//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |     Type      |     Code      |          Checksum             |
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |    Length     |                    unused                     |  destination unreachable, time exceeded
// |                             MTU                               |  packet too big
// |                            Pointer                            |  parameter problem
// |           Identifier          |        Sequence Number        |  echo
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |      original datagram, or data
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/** RFC 4884 section 4: the length field counts 64-bit words. */
const LENGTH_UNIT = 8;

/** An ICMPv6 message (RFC 4443, 4884, 8335). */
export type Icmpv6 = Icmpv6Header & Icmpv6Body;

/** What `encodeDatagram` takes: an `Icmpv6` whose checksums and `length` may be left out, and are then computed. */
export type Icmpv6Init = IcmpInit<Icmpv6>;

/** The first 4 bytes of every ICMPv6 message. */
export interface Icmpv6Header {
  /** Next Header 58 over IPv6; over IPv4 that is `opaque`. */
  readonly kind: 'icmpv6';
  /** As on the wire: 1 destination unreachable, 3 time exceeded, 128 echo request, 129 reply. `name` tells the shape. */
  readonly type: number;
  /** What it means, the type says: for 1 it is 0 no route, 1 prohibited, 3 address and 4 port unreachable. */
  readonly code: number;
  /** Over the whole message and a pseudo-header. As found, right or wrong: `verifyChecksums` judges it. */
  readonly checksum: number;
}

/** What an ICMPv6 message has behind type, code and checksum; `name` says which it is. */
export type Icmpv6Body =
  | Icmpv6Undelivered
  | Icmpv6PacketTooBig
  | Icmpv6ParameterProblem
  | Echo<'echo-request' | 'echo-reply'>
  | ExtendedEcho
  | IcmpOther;

/** The packet cannot go on (RFC 4443 section 3.1), or its hop limit came to an end (section 3.3). */
export interface Icmpv6Undelivered extends IcmpOriginal {
  /** Type 1, or type 3. */
  readonly name: 'destination-unreachable' | 'time-exceeded';
  /** The original packet's length in 64-bit words (RFC 4884), 0 where the router gives none. As found, also where wrong. */
  readonly length: number;
  /** The 24 bits after the length: 0 by rule, kept as found. */
  readonly unused: number;
}

/** The packet is larger than the next link takes (RFC 4443 section 3.2). */
export interface Icmpv6PacketTooBig {
  /** Type 2. */
  readonly name: 'packet-too-big';
  /** What the link takes, in bytes: 32 bits. */
  readonly mtu: number;
  /** The quote of the packet, without extensions (RFC 4884 section 4). For `decodeQuote`. */
  readonly original: Uint8Array;
}

/** The packet's headers have something that cannot be, or that is not known (RFC 4443 section 3.4). */
export interface Icmpv6ParameterProblem {
  /** Type 4. */
  readonly name: 'parameter-problem';
  /** The byte of the original packet at fault, counted from 0; past the end of the quote where it is not quoted. */
  readonly pointer: number;
  /** The quote of the packet, without extensions (RFC 4884 section 4). For `decodeQuote`. */
  readonly original: Uint8Array;
}

/**
 * Reads the message from `offset` to `end`; fails only under 4 bytes. `cut` says that the message was longer than what is
 * here, so that its extensions cannot be verified (see `decodeOriginal`).
 */
export function decodeIcmpv6(bytes: Uint8Array, offset: number, end: number, cut = false): DecodeResult<Icmpv6> {
  const available = end - offset;
  if (available < COMMON_LENGTH) {
    return { ok: false, failure: { layer: 'icmpv6', reason: 'truncated', offset, needed: COMMON_LENGTH, available } };
  }
  const type = readUint8(bytes, offset);
  const code = readUint8(bytes, offset + 1);
  const checksum = readUint16(bytes, offset + 2);
  const body = decodeBody(type, bytes, offset, end, cut);
  return { ok: true, value: { kind: 'icmpv6', type, code, checksum, ...body } };
}

/**
 * Writes a message; checksum and length left out are computed. `pseudoSum` is `pseudoHeaderSum` with protocol 58 and a
 * length of 0. Throws `RangeError` naming field and range.
 */
export function encodeIcmpv6(message: Icmpv6Init, pseudoSum: number): Uint8Array {
  const bytes = encodeBody(message);
  writeUint8(bytes, 0, message.type, 'icmpv6.type');
  writeUint8(bytes, 1, message.code, 'icmpv6.code');
  writeUint16(bytes, 2, message.checksum ?? internetChecksum(bytes, pseudoSum + bytes.length), 'icmpv6.checksum');
  return bytes;
}

function decodeBody(type: number, bytes: Uint8Array, start: number, end: number, cut: boolean): Icmpv6Body {
  if (end - start < HEADER_LENGTH) return decodeOther(bytes, start, end);
  switch (type) {
    case 1:
      return decodeError('destination-unreachable', bytes, start, end, cut);
    case 2:
      return { name: 'packet-too-big', mtu: readUint32(bytes, start + 4), original: view(bytes, start + 8, end) };
    case 3:
      return decodeError('time-exceeded', bytes, start, end, cut);
    case 4:
      return {
        name: 'parameter-problem',
        pointer: readUint32(bytes, start + 4),
        original: view(bytes, start + 8, end),
      };
    case 128:
      return decodeEcho('echo-request', bytes, start, end);
    case 129:
      return decodeEcho('echo-reply', bytes, start, end);
    case 160:
      return decodeExtendedEchoRequest(bytes, start, end);
    case 161:
      return decodeExtendedEchoReply(bytes, start, end);
    default:
      return decodeOther(bytes, start, end);
  }
}

function decodeError(
  name: 'destination-unreachable' | 'time-exceeded',
  bytes: Uint8Array,
  start: number,
  end: number,
  cut: boolean,
): Icmpv6Body {
  const length = readUint8(bytes, start + 4);
  const unused = readUint24(bytes, start + 5);
  const { original, extensions } = decodeOriginal(bytes, start + HEADER_LENGTH, end, length, LENGTH_UNIT, cut);
  return { name, length, unused, original, extensions };
}

function decodeOther(bytes: Uint8Array, start: number, end: number): Icmpv6Body {
  return { name: 'other', data: view(bytes, start + COMMON_LENGTH, end) };
}

/** The whole message with type, code and checksum left zero. */
function encodeBody(message: Icmpv6Init): Uint8Array {
  switch (message.name) {
    case 'destination-unreachable':
    case 'time-exceeded': {
      const { length, tail } = encodeOriginal(message.original, message.extensions, message.length, LENGTH_UNIT);
      const bytes = behindHeader(HEADER_LENGTH, tail);
      writeUint8(bytes, 4, length, 'icmpv6.length');
      writeUint24(bytes, 5, message.unused, 'icmpv6.unused');
      return bytes;
    }
    case 'packet-too-big': {
      const bytes = behindHeader(HEADER_LENGTH, message.original);
      writeUint32(bytes, 4, message.mtu, 'icmpv6.mtu');
      return bytes;
    }
    case 'parameter-problem': {
      const bytes = behindHeader(HEADER_LENGTH, message.original);
      writeUint32(bytes, 4, message.pointer, 'icmpv6.pointer');
      return bytes;
    }
    case 'extended-echo-request':
    case 'extended-echo-reply':
      return encodeExtendedEcho(message);
    case 'other':
      return behindHeader(COMMON_LENGTH, message.data);
    default:
      return encodeEcho(message);
  }
}

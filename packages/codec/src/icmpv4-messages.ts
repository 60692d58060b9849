import type { Address } from './address.js';
import type { Echo, IcmpOther } from './icmp-common.js';
import type { ExtendedEcho } from './icmp-extended-echo.js';
import type { IcmpInit, IcmpOriginal } from './icmp-original.js';

//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |     Type      |     Code      |          Checksum             |
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |     unused    |    Length     |         Next-Hop MTU          |  destination unreachable
// |     unused    |    Length     |          unused               |  time exceeded
// |    Pointer    |    Length     |          unused               |  parameter problem
// |                             unused                            |  source quench
// |                 Gateway Internet Address                      |  redirect
// |           Identifier          |        Sequence Number        |  echo, timestamp, information
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |      original datagram, data, or three 32-bit timestamps
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/** An ICMPv4 message (RFC 792, 1191, 4884, 8335). */
export type Icmpv4 = Icmpv4Header & Icmpv4Body;

/** What `encodeDatagram` takes: an `Icmpv4` whose checksums and `length` may be left out, and are then computed. */
export type Icmpv4Init = IcmpInit<Icmpv4>;

/** The first 4 bytes of every ICMPv4 message. */
export interface Icmpv4Header {
  /** Protocol 1 over IPv4; over IPv6 that is `opaque`. */
  readonly kind: 'icmpv4';
  /** As on the wire: 0 echo reply, 3 destination unreachable, 8 echo request, 11 time exceeded. `name` tells the shape. */
  readonly type: number;
  /** What it means, the type says: for 3 it is 1 host, 3 port unreachable, 4 fragmentation needed, 13 prohibited. */
  readonly code: number;
  /** Over the whole message, without a pseudo-header. As found, right or wrong: `verifyChecksums` judges it. */
  readonly checksum: number;
}

/** What an ICMPv4 message has behind type, code and checksum; `name` says which it is. */
export type Icmpv4Body =
  | Icmpv4DestinationUnreachable
  | Icmpv4TimeExceeded
  | Icmpv4ParameterProblem
  | Icmpv4SourceQuench
  | Icmpv4Redirect
  | Echo<'echo-request' | 'echo-reply' | 'information-request' | 'information-reply'>
  | Icmpv4Timestamp
  | ExtendedEcho
  | IcmpOther;

/** The datagram cannot go on, or nobody there wants it (RFC 792, RFC 1191). */
export interface Icmpv4DestinationUnreachable extends IcmpOriginal {
  /** Type 3. */
  readonly name: 'destination-unreachable';
  /** The byte before `length`: 0 by rule, kept as found. */
  readonly unused: number;
  /** The original datagram's length in 32-bit words (RFC 4884), 0 where the router gives none. As found, also where wrong. */
  readonly length: number;
  /** In bytes, with code 4 (RFC 1191 section 4); 0 from a router that predates it. With other codes nothing, as found. */
  readonly nextHopMtu: number;
}

/** The datagram's TTL came to an end, or a fragment of it stayed away too long (RFC 792). */
export interface Icmpv4TimeExceeded extends IcmpOriginal {
  /** Type 11. */
  readonly name: 'time-exceeded';
  /** The byte before `length`: 0 by rule, kept as found. */
  readonly unused: number;
  /** The original datagram's length in 32-bit words (RFC 4884), 0 where the router gives none. As found, also where wrong. */
  readonly length: number;
  /** The 16 bits after `length`: 0 by rule, kept as found. */
  readonly unusedTail: number;
}

/** The datagram's header has something that cannot be (RFC 792). */
export interface Icmpv4ParameterProblem extends IcmpOriginal {
  /** Type 12. */
  readonly name: 'parameter-problem';
  /** With code 0 the byte of the original datagram at fault, counted from 0. */
  readonly pointer: number;
  /** The original datagram's length in 32-bit words (RFC 4884), 0 where the router gives none. As found, also where wrong. */
  readonly length: number;
  /** The 16 bits after `length`: 0 by rule, kept as found. */
  readonly unusedTail: number;
}

/** Asks a host to send less (RFC 792). Obsolete by RFC 6633. */
export interface Icmpv4SourceQuench {
  /** Type 4. */
  readonly name: 'source-quench';
  /** The 32 bits after the checksum: 0 by rule, kept as found. */
  readonly unused: number;
  /** The quote of the datagram that was dropped. For `decodeQuote`. */
  readonly original: Uint8Array;
}

/** There is a shorter way, by another router on the same network (RFC 792). */
export interface Icmpv4Redirect {
  /** Type 5. */
  readonly name: 'redirect';
  /** The router to send to instead. */
  readonly gateway: Address;
  /** The quote of the datagram that went the longer way. For `decodeQuote`. */
  readonly original: Uint8Array;
}

/** Asks for the time, or tells it (RFC 792). Times are milliseconds since midnight UT, or with the highest bit set any. */
export interface Icmpv4Timestamp {
  /** Type 13 asks, type 14 answers. */
  readonly name: 'timestamp' | 'timestamp-reply';
  /** 16 bits; the answer has the same. */
  readonly identifier: number;
  /** 16 bits; the answer has the same. */
  readonly sequenceNumber: number;
  /** When the one who asks sent it. */
  readonly originateTimestamp: number;
  /** When the one who answers received it; in a request nothing, as found. */
  readonly receiveTimestamp: number;
  /** When the one who answers sent the answer; in a request nothing, as found. */
  readonly transmitTimestamp: number;
  /** Bytes after the message's fixed shape; nearly always empty. */
  readonly data: Uint8Array;
}

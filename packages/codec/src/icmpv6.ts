import type { ExtendedEcho, IcmpOriginal } from './icmpv4.js';

/** An ICMPv6 message (RFC 4443, 4884, 8335). `name` tells the shape; `type` and `code` are as on the wire. */
export type Icmpv6 = Icmpv6Common & Icmpv6Body;

interface Icmpv6Common {
  readonly kind: 'icmpv6';
  readonly type: number;
  readonly code: number;
  readonly checksum: number;
}

export type Icmpv6Body =
  | ({
      readonly name: 'destination-unreachable' | 'time-exceeded';
      /** RFC 4884: the original datagram's length in 64-bit words, 0 where there is none. As on the wire, also where wrong. */
      readonly length: number;
      /** The 24 bits after the length. */
      readonly unused: number;
    } & IcmpOriginal)
  | { readonly name: 'packet-too-big'; readonly mtu: number; readonly original: Uint8Array }
  | { readonly name: 'parameter-problem'; readonly pointer: number; readonly original: Uint8Array }
  | {
      readonly name: 'echo-request' | 'echo-reply';
      readonly identifier: number;
      readonly sequenceNumber: number;
      readonly data: Uint8Array;
    }
  | ExtendedEcho
  /** Every other type, and messages too short for their shape: what follows the checksum. */
  | { readonly name: 'other'; readonly data: Uint8Array };

import type { Address } from './address.js';
import type { ExtensionStructure } from './icmp-extensions.js';

/** An ICMPv4 message (RFC 792, 1191, 4884, 8335). `name` tells the shape; `type` and `code` are as on the wire. */
export type Icmpv4 = Icmpv4Common & Icmpv4Body;

interface Icmpv4Common {
  readonly kind: 'icmpv4';
  readonly type: number;
  readonly code: number;
  readonly checksum: number;
}

/** What the ICMP errors carry of the datagram that caused them, and the RFC 4884 extensions behind it. */
export interface IcmpOriginal {
  /** The "original datagram" field: the quote, with its padding. For `decodeQuote`. */
  readonly original: Uint8Array;
  readonly extensions: ExtensionStructure | null;
}

export type Icmpv4Body =
  | ({
      readonly name: 'destination-unreachable';
      readonly unused: number;
      /** RFC 4884: the original datagram's length in 32-bit words, 0 where there is none. As on the wire, also where wrong. */
      readonly length: number;
      /** RFC 1191; 0 where the code is not 4 or the router predates it. */
      readonly nextHopMtu: number;
    } & IcmpOriginal)
  | ({
      readonly name: 'time-exceeded';
      readonly unused: number;
      readonly length: number;
      /** The last 16 bits of the second word. */
      readonly unusedTail: number;
    } & IcmpOriginal)
  | ({
      readonly name: 'parameter-problem';
      readonly pointer: number;
      readonly length: number;
      readonly unusedTail: number;
    } & IcmpOriginal)
  | { readonly name: 'source-quench'; readonly unused: number; readonly original: Uint8Array }
  | { readonly name: 'redirect'; readonly gateway: Address; readonly original: Uint8Array }
  | {
      readonly name: 'echo-request' | 'echo-reply';
      readonly identifier: number;
      readonly sequenceNumber: number;
      readonly data: Uint8Array;
    }
  | {
      readonly name: 'timestamp' | 'timestamp-reply';
      readonly identifier: number;
      readonly sequenceNumber: number;
      readonly originateTimestamp: number;
      readonly receiveTimestamp: number;
      readonly transmitTimestamp: number;
      /** Bytes after the message's fixed shape; nearly always empty. */
      readonly data: Uint8Array;
    }
  | {
      readonly name: 'information-request' | 'information-reply';
      readonly identifier: number;
      readonly sequenceNumber: number;
      readonly data: Uint8Array;
    }
  /** RFC 8335. */
  | ExtendedEcho
  /** Every other type, and messages too short for their shape: what follows the checksum. */
  | { readonly name: 'other'; readonly data: Uint8Array };

/** RFC 8335 sections 2 and 3, the same in ICMPv4 and ICMPv6. */
export type ExtendedEcho =
  | {
      readonly name: 'extended-echo-request';
      readonly identifier: number;
      readonly sequenceNumber: number;
      /** The seven reserved bits. */
      readonly reserved: number;
      /** The L bit: the probed interface is on the proxy node itself. */
      readonly local: boolean;
      readonly extensions: ExtensionStructure | null;
      /** Bytes that are no extension structure; nearly always empty. */
      readonly data: Uint8Array;
    }
  | {
      readonly name: 'extended-echo-reply';
      readonly identifier: number;
      readonly sequenceNumber: number;
      readonly state: number;
      readonly reserved: number;
      readonly active: boolean;
      readonly ipv4: boolean;
      readonly ipv6: boolean;
      readonly data: Uint8Array;
    };

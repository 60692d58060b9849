import type { Icmpv4 } from './icmpv4.js';
import type { Icmpv6 } from './icmpv6.js';
import type { Ipv4Header } from './ipv4.js';
import type { Ipv6Header } from './ipv6.js';
import type { DecodeResult } from './result.js';
import type { Tcp } from './tcp.js';
import type { Udp } from './udp.js';
import type { UdpLite } from './udp-lite.js';

/** A whole IP packet. */
export interface Datagram {
  readonly ip: Ipv4Header | Ipv6Header;
  readonly payload: Payload;
}

export type Payload = Udp | UdpLite | Tcp | Icmpv4 | Icmpv6 | Opaque;

/** The payload of a protocol without a decoder here, and of every fragment but the first. */
export interface Opaque {
  readonly kind: 'opaque';
  readonly bytes: Uint8Array;
}

/** Makes some members of an interface optional: those that an encoder computes when they are left out. */
type Fill<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> & Partial<Pick<T, K & keyof T>> : never;

/** What `encodeDatagram` takes: a `Datagram` whose lengths and checksums may be left out. */
export interface DatagramInit {
  readonly ip: Fill<Ipv4Header, 'headerLength' | 'totalLength' | 'headerChecksum'> | Fill<Ipv6Header, 'payloadLength'>;
  readonly payload:
    | Fill<Udp, 'length' | 'checksum'>
    | Fill<UdpLite, 'checksum'>
    | Fill<Tcp, 'headerLength' | 'checksum'>
    | Fill<Icmpv4, 'checksum' | 'length'>
    | Fill<Icmpv6, 'checksum' | 'length'>
    | Opaque;
}

/**
 * The strict door: a whole datagram, or the first reason why it is none. Bytes after the IP total length are no part of
 * it. The payload and all other byte fields are views of `bytes`.
 */
export declare function decodeDatagram(bytes: Uint8Array): DecodeResult<Datagram>;

/** Writes a datagram, computing lengths and checksums that are left out. Throws `RangeError` naming field and range. */
export declare function encodeDatagram(datagram: DatagramInit): Uint8Array;

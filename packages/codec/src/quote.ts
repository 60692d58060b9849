import type { Opaque } from './datagram.js';
import type { Icmpv4 } from './icmpv4.js';
import type { Icmpv6 } from './icmpv6.js';
import type { Ipv4Header } from './ipv4.js';
import type { Ipv6Header } from './ipv6.js';
import type { DecodeFailure } from './result.js';
import type { Tcp } from './tcp.js';
import type { Udp } from './udp.js';
import type { UdpLite } from './udp-lite.js';

/** What the lax door reached of a datagram that may be cut short or mangled: an ICMP error's quote, a frame cut by snaplen. */
export interface Quote {
  /** Null where not even the fixed IP header is there. */
  readonly ip: Ipv4Header | Ipv6Header | null;
  /** The fields that were reached, whole ones only; null where nothing follows the IP header. 8 bytes are the normal case. */
  readonly payload: QuotedPayload | null;
  /** Why decoding went no further; null where the whole datagram is there. */
  readonly stopped: DecodeFailure | null;
}

type Reached<T> = T extends { readonly kind: infer K } ? { readonly kind: K } & Partial<Omit<T, 'kind'>> : never;

export type QuotedPayload = Reached<Udp> | Reached<UdpLite> | Reached<Tcp> | Reached<Icmpv4> | Reached<Icmpv6> | Opaque;

/** The lax door: never fails, returns the layers that it reached and why it stopped. */
export declare function decodeQuote(bytes: Uint8Array): Quote;

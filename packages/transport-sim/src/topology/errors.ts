import type { Address } from '@hoplite/codec';

/** How a node sends ICMP errors, those of its filters and of closed ports among them. */
export interface Errors {
  /** Whether it sends Time Exceeded. Default true. */
  readonly timeExceeded: boolean;
  /** Whether it sends Destination Unreachable, Fragmentation Needed and the like. Default true. */
  readonly unreachable: boolean;
  /**
   * The source address. `incoming`, the default: of the interface that the packet came by; to a packet for the node itself, the
   * address that was asked. `outgoing`: of the interface that the error leaves by. `node`: its first. Or a given one.
   */
  readonly from: 'incoming' | 'outgoing' | 'node' | Address;
  /** The TTL of the error itself: `initialTtl`, the one that the packet arrived with (an old bug), a number. Default `initial`. */
  readonly ttl: 'initial' | 'probe' | number;
  /** How many errors it sends at the most; null, the default, for any number. */
  readonly limit: ErrorLimit | null;
  /** The chance that an error is not sent. Default 0. */
  readonly loss: number;
  /** Milliseconds before each. Default 0. */
  readonly delay: number;
  /** Up to so many milliseconds more, anew for each. Default 0. */
  readonly jitter: number;
  /** How often each error is sent: 1 to 100. Default 1. */
  readonly copies: number;
  /** What it carries of the packet. */
  readonly quote: QuoteHabits;
  /** Whether an interface information object (RFC 5837) tells by which interface the packet came. Default false. */
  readonly interfaceInformation: boolean;
}

/** So many errors in every window of time, whoever they are for. */
export interface ErrorLimit {
  /** How many in a window; 0 for none at all. */
  readonly count: number;
  /** Milliseconds of a window, from 0.001 to an hour. */
  readonly per: number;
}

/** What an error carries of the datagram that caused it. */
export interface QuoteHabits {
  /** Bytes; `minimum` is the IP header and 8 more, `full`, the default, what fits: 548 bytes over IPv4, 1232 over IPv6. */
  readonly length: number | 'minimum' | 'full';
  /** Zeros are added up to so many bytes. Default 0. */
  readonly padTo: number;
  /** What it does to the IPv4 identification. Default `keep`. */
  readonly identification: 'keep' | 'zero' | 'increment' | 'swap';
  /**
   * What it does to the total (IPv6: payload) length: its bytes in the wrong order; the header's length taken off, over IPv4
   * alone. Default `keep`.
   */
  readonly totalLength: 'keep' | 'swap' | 'less-header';
  /** The TTL that is quoted; null, the default, for the one that the packet arrived with. */
  readonly ttl: number | null;
  /** What it does to the IPv4 header checksum. Default `keep`. */
  readonly headerChecksum: 'keep' | 'zero';
  /** What it does to the checksum of UDP, TCP or ICMP, where the quote reaches it. Default `keep`. */
  readonly transportChecksum: 'keep' | 'zero';
  /** The destination that is quoted, where it is of the packet's family; null, the default, for the packet's own. */
  readonly destination: Address | null;
  /** The RFC 4884 length field where there are extensions: right, the default; 0, from before the RFC; in bytes; a number. */
  readonly lengthField: 'right' | 'absent' | 'bytes' | number;
  /** The checksum of the extension structure, or 0 for none. Default `right`. */
  readonly extensionChecksum: 'right' | 'zero';
  /** `swapped` writes the version into the wrong half of its byte. Default `right`. */
  readonly extensionVersion: 'right' | 'swapped';
}

/** `Errors` as written: what is left out has its default. */
export interface ErrorsInit extends Partial<Omit<Errors, 'quote'>> {
  /** Only what is not done rightly. */
  readonly quote?: Partial<QuoteHabits>;
}

import type { Address } from './address.js';

/** An option of an IPv4 header (RFC 791 section 3.1). `pointer` fields are as on the wire: counted from 1, from the option's start. */
export type Ipv4Option =
  /** The end of the list, with the bytes behind it (padding, usually zeros). */
  | { readonly kind: 'end-of-list'; readonly padding: Uint8Array }
  | { readonly kind: 'no-operation' }
  | {
      readonly kind: 'record-route' | 'loose-source-route' | 'strict-source-route';
      readonly pointer: number;
      readonly addresses: readonly Address[];
    }
  /** Internet timestamp (type 68). `entries` hold an address for flags 1 and 3, null for flag 0. */
  | {
      readonly kind: 'timestamp';
      readonly pointer: number;
      readonly overflow: number;
      readonly flag: number;
      readonly entries: readonly { readonly address: Address | null; readonly timestamp: number }[];
    }
  /** RFC 2113. */
  | { readonly kind: 'router-alert'; readonly value: number }
  /** Any other option, and those above whose length does not fit their shape: type and data as found. */
  | { readonly kind: 'unknown'; readonly type: number; readonly data: Uint8Array }
  /** What could not be divided into options (only from the lax door): the rest of the bytes. */
  | { readonly kind: 'malformed'; readonly bytes: Uint8Array };

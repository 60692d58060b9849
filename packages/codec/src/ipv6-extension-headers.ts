/** An extension header of IPv6 (RFC 8200 section 4). Which one it is, the header before it says; `nextHeader` says what follows. */
export type Ipv6ExtensionHeader =
  | {
      readonly kind: 'hop-by-hop-options' | 'destination-options';
      readonly nextHeader: number;
      readonly options: readonly Ipv6Option[];
    }
  | {
      readonly kind: 'routing';
      readonly nextHeader: number;
      readonly routingType: number;
      readonly segmentsLeft: number;
      /** Everything after Segments Left. */
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'fragment';
      readonly nextHeader: number;
      readonly reserved: number;
      /** In units of 8 bytes, as on the wire. */
      readonly fragmentOffset: number;
      /** The two reserved bits beside the M flag. */
      readonly reservedBits: number;
      readonly moreFragments: boolean;
      readonly identification: number;
    }
  /** RFC 4302. `data` is everything after Next Header and Payload Len. */
  | { readonly kind: 'authentication'; readonly nextHeader: number; readonly data: Uint8Array }
  /** Mobility, HIP, Shim6 and the experimental ones, in the common form of RFC 6564: `data` is everything after Hdr Ext Len. */
  | { readonly kind: 'other'; readonly nextHeader: number; readonly data: Uint8Array };

/** An option of a Hop-by-Hop or Destination Options header (RFC 8200 section 4.2). */
export type Ipv6Option =
  | { readonly kind: 'pad1' }
  | { readonly kind: 'padn'; readonly data: Uint8Array }
  | { readonly kind: 'router-alert'; readonly value: number }
  | { readonly kind: 'jumbo-payload'; readonly length: number }
  | { readonly kind: 'unknown'; readonly type: number; readonly data: Uint8Array }
  | { readonly kind: 'malformed'; readonly bytes: Uint8Array };

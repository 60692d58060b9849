import type { Address } from './address.js';

/** The interface identification object, class 3 (RFC 8335 section 2.1). */
export type InterfaceIdentification =
  | {
      readonly kind: 'interface-identification';
      readonly by: 'name';
      readonly name: string;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'interface-identification'; readonly by: 'index'; readonly index: number }
  | {
      readonly kind: 'interface-identification';
      readonly by: 'address';
      readonly addressFamily: number;
      readonly reserved: number;
      /** Canonical for IPv4 and IPv6, null for any other family. */
      readonly address: Address | null;
      readonly bytes: Uint8Array;
    };

import type { Address } from './address.js';
import type { Ipv4Option } from './ipv4-options.js';

/** An IPv4 header (RFC 791 section 3.1), its fields in wire order. */
export interface Ipv4Header {
  readonly version: 4;
  /** In bytes: the IHL field times 4. */
  readonly headerLength: number;
  readonly typeOfService: number;
  /** Bytes of header and payload as the header says; 0 from segmentation offload. */
  readonly totalLength: number;
  readonly identification: number;
  /** The bit that RFC 791 reserves and RFC 3514 names. */
  readonly reservedFlag: boolean;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** In units of 8 bytes, as on the wire. */
  readonly fragmentOffset: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly headerChecksum: number;
  readonly source: Address;
  readonly destination: Address;
  readonly options: readonly Ipv4Option[];
}

import type { Address } from './address.js';
import type { Ipv6ExtensionHeader } from './ipv6-extension-headers.js';

/** An IPv6 header (RFC 8200 section 3), its fields in wire order, and the extension headers that follow it. */
export interface Ipv6Header {
  readonly version: 6;
  readonly trafficClass: number;
  readonly flowLabel: number;
  /** Bytes after the fixed header as the header says; 0 from segmentation offload and in jumbograms. */
  readonly payloadLength: number;
  readonly nextHeader: number;
  readonly hopLimit: number;
  readonly source: Address;
  readonly destination: Address;
  readonly extensionHeaders: readonly Ipv6ExtensionHeader[];
}

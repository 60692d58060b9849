/** A UDP datagram (RFC 768). */
export interface Udp {
  readonly kind: 'udp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Bytes of header and payload as the header says; 0 in jumbograms and from segmentation offload. */
  readonly length: number;
  /** 0 where the sender computed none. */
  readonly checksum: number;
  readonly payload: Uint8Array;
  /** Bytes of the IP payload past `length` (the surplus area of RFC 9868); nearly always empty. */
  readonly surplus: Uint8Array;
}

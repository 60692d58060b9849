/** A UDP-Lite datagram (RFC 3828). */
export interface UdpLite {
  readonly kind: 'udp-lite';
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Bytes that the checksum covers; 0 means all. */
  readonly checksumCoverage: number;
  readonly checksum: number;
  readonly payload: Uint8Array;
}

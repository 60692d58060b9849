/**
 * - `absent`: the sender computed none (UDP zero over IPv4, extension structure zero).
 * - `unverifiable`: not all covered bytes are here (a fragment, a cut frame).
 */
export type ChecksumState = 'valid' | 'invalid' | 'absent' | 'unverifiable';

export interface ChecksumReport {
  /** Null for IPv6, which has none. */
  readonly ip: ChecksumState | null;
  /** Of UDP, UDP-Lite, TCP or ICMP; null for a payload without a checksum known here. */
  readonly payload: ChecksumState | null;
  /** Of the RFC 4884 structure; null where there is none. */
  readonly extensions: ChecksumState | null;
}

/** Judges the checksums of a datagram, whole or cut short. Never throws; null where there is no IP header. */
export declare function verifyChecksums(bytes: Uint8Array): ChecksumReport | null;

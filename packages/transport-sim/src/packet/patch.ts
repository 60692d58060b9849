import { updateChecksum } from '@hoplite/codec';
import { setWord, word } from './packet.js';

/** A checksum field; one of UDP is absent where it is zero, and never becomes so. */
export interface ChecksumAt {
  readonly at: number;
  readonly udp: boolean;
}

/**
 * Writes bytes over others at an even place and mends the checksums that cover them (RFC 1624). `around` is a checksum
 * that covers those checksums as well, as that of an ICMP error does with what it quotes.
 */
export function patch(
  bytes: Uint8Array,
  offset: number,
  replacement: Uint8Array,
  checksums: readonly ChecksumAt[],
  around: ChecksumAt | null,
): void {
  for (let index = 0; index < replacement.length; index += 2) {
    const before = word(bytes, offset + index);
    const after = word(replacement, index);
    setWord(bytes, offset + index, after);
    if (around !== null) mend(bytes, around, before, after);
    for (const checksum of checksums) {
      const stale = word(bytes, checksum.at);
      mend(bytes, checksum, before, after);
      if (around !== null) mend(bytes, around, stale, word(bytes, checksum.at));
    }
  }
}

function mend(bytes: Uint8Array, { at, udp }: ChecksumAt, before: number, after: number): void {
  const stale = word(bytes, at);
  if (udp && stale === 0) return;
  const fresh = updateChecksum(stale, before, after);
  setWord(bytes, at, udp && fresh === 0 ? 0xffff : fresh);
}

import { fragmentIpv4 } from '@hoplite/codec';
import { bytesOf, isWhole, type Packet, word } from './packet.js';

const MORE_FRAGMENTS = 0x2000;
const OFFSET = 0x1fff;

/** A datagram too long for a link in pieces that fit it (RFC 791 section 3.2), or as it is where it may not be divided. */
export function fragments(packet: Packet, mtu: number): readonly Packet[] {
  if (isWhole(packet)) return [packet];
  return fragmentIpv4(bytesOf(packet), mtu).map((bytes) => ({ ...packet, bytes, fragment: placeOf(bytes) }));
}

function placeOf(bytes: Uint8Array): Packet['fragment'] {
  const place = word(bytes, 6);
  if ((place & OFFSET) > 0) return 'later';
  return (place & MORE_FRAGMENTS) > 0 ? 'first' : 'none';
}

import { updateChecksum } from '@hoplite/codec';
import { byte, bytesOf, isWhole, type Packet, setWord, word } from './packet.js';

const MORE_FRAGMENTS = 0x2000;
const OFFSET = 0x1fff;

/**
 * A datagram too long for a link in pieces that fit it (RFC 791 section 3.2), or as it is where it may not be divided.
 * Options go with every piece, which is right for those that say so, and harmless for the others.
 */
export function fragments(packet: Packet, mtu: number): readonly Packet[] {
  const { bytes } = packet;
  if (isWhole(packet)) return [packet];
  const headerLength = (byte(bytes, 0) & 0xf) * 4;
  const room = (mtu - headerLength) & ~7;
  if (room < 8) return [packet];
  const pieces: Packet[] = [];
  for (let from = headerLength; from < bytes.length; from += room) {
    pieces.push(piece(packet, headerLength, from, Math.min(from + room, bytes.length)));
  }
  return pieces;
}

function piece(packet: Packet, headerLength: number, from: number, to: number): Packet {
  const whole = bytesOf(packet);
  const bytes = new Uint8Array(headerLength + to - from);
  bytes.set(whole.subarray(0, headerLength));
  bytes.set(whole.subarray(from, to), headerLength);
  const before = word(whole, 6);
  const more = to < whole.length ? MORE_FRAGMENTS : before & MORE_FRAGMENTS;
  const offset = (before & OFFSET) + (from - headerLength) / 8;
  const after = (before & ~(MORE_FRAGMENTS | OFFSET)) | more | (offset & OFFSET);
  const sum = updateChecksum(word(whole, 10), word(whole, 2), bytes.length);
  setWord(bytes, 2, bytes.length);
  setWord(bytes, 6, after);
  setWord(bytes, 10, updateChecksum(sum, before, after));
  return { ...packet, bytes, fragment: (after & OFFSET) > 0 ? 'later' : more !== 0 ? 'first' : 'none' };
}

import type { CapturePacket } from '@hoplite/engine';
import { checkRange } from './check-range.js';
import { longestPacket } from './limits.js';

/** What is written of a packet: every CapturePacket can be. */
export type WritablePacket = Pick<
  CapturePacket,
  'at' | 'origin' | 'frame' | 'interface' | 'originalLength' | 'comment'
>;

/** Throws RangeError for a packet that readers would take for damage. */
export function checkPacket(packet: WritablePacket, linkType: number): void {
  checkRange('the length of frame', packet.frame.length, longestPacket(linkType));
  checkRange('originalLength', packet.originalLength, 0xffff_ffff);
}

/** Nanoseconds since the Unix epoch. Throws RangeError unless they are from 0 to below `end`. */
export function unixTime(packet: WritablePacket, end: bigint): bigint {
  const time = packet.origin + BigInt(packet.at);
  if (time >= 0n && time < end) return time;
  throw new RangeError(`origin + at must be from 0 to ${end - 1n} nanoseconds since 1970, not ${time}`);
}

import { checkRange } from './check-range.js';
import { classicHeaderLength, magics } from './classic.js';
import { longestPacket } from './limits.js';
import { checkPacket, unixTime, type WritablePacket } from './writable-packet.js';

/** What all packets of a classic pcap file share. */
export interface PcapFormat {
  /** A LINKTYPE_ value. */
  readonly linkType: number;
  /** Of the times; what is finer is cut off. Some older programs read microseconds alone. */
  readonly resolution: 'microseconds' | 'nanoseconds';
}

/** The start of a classic pcap file: version 2.4, little-endian. Throws RangeError for a link type over 16 bits. */
export function encodePcapHeader({ linkType, resolution }: PcapFormat): Uint8Array {
  const view = new DataView(new ArrayBuffer(classicHeaderLength));
  view.setUint32(0, magics[resolution], true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, longestPacket(linkType), true);
  view.setUint32(20, checkRange('linkType', linkType, 0xffff), true);
  return new Uint8Array(view.buffer);
}

/**
 * A record of a classic pcap file, which has no place for comments, interfaces and what is finer than its resolution.
 * Throws RangeError for a time before 1970 or after 2106, and for a frame that readers would take for damage.
 */
export function encodePcapPacket({ linkType, resolution }: PcapFormat, packet: WritablePacket): Uint8Array {
  checkPacket(packet, linkType);
  const time = unixTime(packet, 0x1_0000_0000n * 1_000_000_000n);
  const nanoseconds = Number(time % 1_000_000_000n);
  const bytes = new Uint8Array(16 + packet.frame.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Number(time / 1_000_000_000n), true);
  view.setUint32(4, resolution === 'nanoseconds' ? nanoseconds : Math.floor(nanoseconds / 1000), true);
  view.setUint32(8, packet.frame.length, true);
  view.setUint32(12, packet.originalLength, true);
  bytes.set(packet.frame, 16);
  return bytes;
}

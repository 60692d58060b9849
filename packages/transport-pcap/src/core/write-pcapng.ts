import { encodeUtf8 } from '@hoplite/codec';
import { checkRange } from './check-range.js';
import { concatenate } from './concatenate.js';
import { longestPacket } from './limits.js';
import { BlockType, byteOrderMagic, OptionCode, padded } from './pcapng-format.js';
import { checkPacket, unixTime, type WritablePacket } from './writable-packet.js';

/** What all packets of a pcapng file share. */
export interface PcapngFormat {
  /** Of the whole file: one comment or several, each of 65535 bytes at most. */
  readonly comment?: string | readonly string[];
  /** A packet names its interface by the place in this list. */
  readonly interfaces: readonly PcapngInterface[];
}

/** Where packets were captured. */
export interface PcapngInterface {
  /** A LINKTYPE_ value. */
  readonly linkType: number;
  /** As the system calls it: `eth0`. */
  readonly name?: string;
  /** Of the interface: 65535 bytes of UTF-8 at the most. */
  readonly comment?: string;
}

/**
 * The start of a pcapng file: a section header and its interfaces, version 1.0, little-endian, times in nanoseconds.
 * Throws RangeError for a link type over 16 bits, and for a text over 65535 bytes.
 */
export function encodePcapngHeader({ comment, interfaces }: PcapngFormat): Uint8Array {
  return concatenate(encodeSectionHeader(comment), ...interfaces.map(encodeInterface));
}

/** An enhanced packet block. Throws RangeError for an interface that the format has not, and a time outside 1970 to 2554. */
export function encodePcapngPacket({ interfaces }: PcapngFormat, packet: WritablePacket): Uint8Array {
  const { frame, originalLength, comment } = packet;
  const source = interfaces[packet.interface];
  if (source === undefined)
    throw new RangeError(`interface ${packet.interface} is none of the ${interfaces.length} there are`);
  checkPacket(packet, source.linkType);
  const time = unixTime(packet, 1n << 64n);
  const body = new Uint8Array(20 + padded(frame.length));
  const view = new DataView(body.buffer);
  view.setUint32(0, packet.interface, true);
  view.setUint32(4, Number(time >> 32n), true);
  view.setUint32(8, Number(time & 0xffff_ffffn), true);
  view.setUint32(12, frame.length, true);
  view.setUint32(16, originalLength, true);
  body.set(frame, 20);
  return encodeBlock(BlockType.enhancedPacket, body, textOption(OptionCode.comment, comment));
}

function encodeSectionHeader(comment: PcapngFormat['comment'] = []): Uint8Array {
  const comments = typeof comment === 'string' ? [comment] : comment;
  const view = new DataView(new ArrayBuffer(16));
  view.setUint32(0, byteOrderMagic, true);
  view.setUint16(4, 1, true);
  // The length of a section that is written as it happens is not known: -1.
  view.setBigInt64(8, -1n, true);
  return encodeBlock(
    BlockType.sectionHeader,
    new Uint8Array(view.buffer),
    ...comments.map((text) => textOption(OptionCode.comment, text)),
  );
}

function encodeInterface({ linkType, name, comment }: PcapngInterface): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, checkRange('linkType', linkType, 0xffff), true);
  view.setUint32(4, longestPacket(linkType), true);
  return encodeBlock(
    BlockType.interfaceDescription,
    new Uint8Array(view.buffer),
    textOption(OptionCode.comment, comment),
    textOption(OptionCode.interfaceName, name),
    encodeOption(OptionCode.timeResolution, Uint8Array.of(9)),
  );
}

function encodeBlock(type: number, body: Uint8Array, ...options: readonly Uint8Array[]): Uint8Array {
  const given = options.filter(({ length }) => length > 0);
  const parts = given.length === 0 ? [body] : [body, ...given, encodeOption(OptionCode.end, new Uint8Array(0))];
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  return concatenate(words(type, length), ...parts, words(length));
}

/** No bytes where there is no text. */
function textOption(code: number, text: string | null | undefined): Uint8Array {
  return text === null || text === undefined ? new Uint8Array(0) : encodeOption(code, encodeUtf8(text));
}

function encodeOption(code: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + padded(value.length));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, code, true);
  view.setUint16(2, checkRange('the bytes of a text', value.length, 0xffff), true);
  bytes.set(value, 4);
  return bytes;
}

function words(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value, true);
  return new Uint8Array(view.buffer);
}

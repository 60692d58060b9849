import { EventEmitter } from 'node:events';
import type { CapturePacket } from '@hoplite/engine';
import { type ParsedPacket, type Parser, parse } from 'pcap-parser';
import type { ByteQueue } from './core/byte-queue.js';
import {
  capturedLength,
  checkEnd,
  classicHeaderLength,
  createClassicSource,
  createPacketMaker,
  decodeClassicHeader,
} from './core/classic.js';
import { longestPacket } from './core/limits.js';
import type { PacketSource } from './core/packet-source.js';

/** How many bytes of packets are parsed ahead at most, more than one packet. */
const bytesAhead = 0x1_0000;

/**
 * Reads classic pcap by npm pcap-parser, behind a guard: it gets a header that it understands and then nothing but whole
 * records of a length that can be, so that it never waits, never buffers and never fails. Files older than version 2.4
 * and of patched libpcaps, whose records it does not know, are read without it.
 */
export function createParserSource(queue: ByteQueue): PacketSource {
  const header = decodeClassicHeader(queue);
  if (header.recordHeaderLength !== 16 || header.lengthOrder !== 'captured-first') return createClassicSource(queue);
  const { littleEndian, linkType } = header;
  const toPacket = createPacketMaker(header);
  const ahead: CapturePacket[] = [];
  let taken = 0;
  const feed = startParser(littleEndian, ({ header, data }) => {
    const frame = new Uint8Array(data.buffer, data.byteOffset, data.length);
    ahead.push(toPacket(header.timestampSeconds, header.timestampMicroseconds, frame, header.originalLength));
  });
  queue.skip(classicHeaderLength);

  function parseAhead(): void {
    ahead.length = 0;
    taken = 0;
    if (!queue.has(16) || !queue.has(16 + capturedLength(queue, 0, header))) return;
    const length = wholeRecords(queue, littleEndian, longestPacket(linkType));
    feed(queue.bytes(0, length));
    queue.skip(length);
  }
  return {
    comment: null,
    next() {
      if (taken === ahead.length) parseAhead();
      const packet = ahead[taken];
      if (packet === undefined) return null;
      taken += 1;
      return packet;
    },
    end() {
      checkEnd(queue);
    },
    // Packets are parsed ahead of the one that was taken.
    fork: () => null,
  };
}

/** How many bytes the records at the front of the queue are long that are there whole and have a length that can be. */
function wholeRecords(queue: ByteQueue, littleEndian: boolean, longest: number): number {
  let length = 0;
  while (length < bytesAhead && queue.contiguous - length >= 16) {
    const captured = queue.uint32(length + 8, littleEndian);
    if (captured > longest || queue.contiguous - length - 16 < captured) break;
    length += 16 + captured;
  }
  return length;
}

/** A parser that is given bytes by a call, and hands over their packets before that returns. */
function startParser(littleEndian: boolean, onPacket: (packet: ParsedPacket) => void): (bytes: Uint8Array) => void {
  const input = Object.assign(new EventEmitter(), { pause() {}, resume() {} });
  const parser: Parser = parse(input);
  parser.on('packet', onPacket);
  const feed = (bytes: Uint8Array): void => {
    // It would copy even an empty rest in front of what comes next.
    parser.buffer = null;
    input.emit('data', Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  };
  feed(plainHeader(littleEndian));
  return feed;
}

/** A file header without what the parser refuses (nanoseconds), and without what it does not look at. */
function plainHeader(littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(classicHeaderLength));
  view.setUint32(0, 0xa1b2c3d4, littleEndian);
  view.setUint16(4, 2, littleEndian);
  view.setUint16(6, 4, littleEndian);
  return new Uint8Array(view.buffer);
}

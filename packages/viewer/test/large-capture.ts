import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { readCapture } from '@hoplite/transport-pcap';
import { encodePcapHeader, encodePcapPacket } from '@hoplite/transport-pcap/core';
import { fileOf } from './read-by-command.js';

/** Of the page's reader, and of a record of a pcap file before its frame. */
const PIECE_LENGTH = 0x10_0000;
const RECORD_HEADER = 16;

const PARTS = 200;
const PACKETS_OF_A_PART = 50_000;

/**
 * The sample, and long after it packets without a byte: reading so many takes far longer than to press a key. Returns how
 * many packets there are.
 */
export async function writeLargeCapture(path: string): Promise<number> {
  const format = { type: 'pcap', linkType: 1, resolution: 'nanoseconds' } as const;
  const file = openSync(path, 'w');
  try {
    writeSync(file, encodePcapHeader(format));
    let count = 0;
    let record = new Uint8Array(0);
    for await (const packet of readCapture(fileOf('samples/traceroute.pcapng'))) {
      count += 1;
      writeSync(file, encodePcapPacket(format, packet));
      const empty = { ...packet, at: packet.at + 1e12, frame: new Uint8Array(0), originalLength: 0 };
      record = Uint8Array.from(encodePcapPacket(format, empty));
    }
    const part = Buffer.concat(Array.from({ length: PACKETS_OF_A_PART }, () => record));
    for (let written = 0; written < PARTS; written += 1) writeSync(file, part);
    return count + PARTS * PACKETS_OF_A_PART;
  } finally {
    closeSync(file);
  }
}

/**
 * Two pieces of the page's reader of what is no traceroute, and then the sample: the second piece ends amid the packets of
 * its first trace.
 */
export async function writeFarSample(path: string): Promise<void> {
  const format = { type: 'pcap', linkType: 1, resolution: 'nanoseconds' } as const;
  const header = encodePcapHeader(format);
  const before = 2 * PIECE_LENGTH - 1700 - header.length;
  const parts = [header];
  for await (const packet of readCapture(fileOf('samples/traceroute.pcapng'))) {
    for (let left = parts.length === 1 ? before : 0; left > 0; ) {
      const length = Math.min(left, 32_768) - RECORD_HEADER;
      left -= RECORD_HEADER + length;
      const frame = new Uint8Array(length);
      parts.push(encodePcapPacket(format, { ...packet, frame, originalLength: length }));
    }
    parts.push(encodePcapPacket(format, packet));
  }
  writeFileSync(path, Buffer.concat(parts));
}

import { closeSync, openSync, writeSync } from 'node:fs';
import { readCapture } from '@hoplite/transport-pcap';
import { encodePcapHeader, encodePcapPacket } from '@hoplite/transport-pcap/core';
import { fileOf } from './read-by-command.js';

/** The sample, and behind it other packets of the same host for some hundred megabytes; returns how many there are. */
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
      const frame = Uint8Array.from({ length: 600 }, () => 0);
      record = Uint8Array.from(
        encodePcapPacket(format, { ...packet, at: packet.at + 1e12, frame, originalLength: 600 }),
      );
    }
    const many = Buffer.concat(Array.from({ length: 5000 }, () => record));
    for (let part = 0; part < 80; part += 1) writeSync(file, many);
    return count + 80 * 5000;
  } finally {
    closeSync(file);
  }
}

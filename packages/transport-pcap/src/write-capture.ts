import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { WritablePacket } from './core/writable-packet.js';
import { encodePcapHeader, encodePcapPacket, type PcapFormat } from './core/write-pcap.js';
import { encodePcapngHeader, encodePcapngPacket, type PcapngFormat } from './core/write-pcapng.js';

/** The kind of file, and what its packets share. */
export type CaptureFormat =
  | (PcapFormat & {
      /** Classic pcap: one link type, and no place for interfaces and comments. */
      readonly type: 'pcap';
    })
  | (PcapngFormat & {
      /** pcapng: several interfaces, comments, and times in nanoseconds. */
      readonly type: 'pcapng';
    });

/** What may end the writing. */
export interface WriteCaptureOptions {
  /** Ends the writing: the file is closed with what it holds by then, and the promise rejects with an AbortError. */
  readonly signal?: AbortSignal;
}

/**
 * Writes packets to a file, or to a stream, which is left open. Every packet is written as it comes, so that what was
 * written is a whole capture at any time. Throws RangeError for what the format cannot say.
 */
export async function writeCapture(
  target: string | NodeJS.WritableStream,
  packets: AsyncIterable<WritablePacket> | Iterable<WritablePacket>,
  format: CaptureFormat,
  options: WriteCaptureOptions = {},
): Promise<void> {
  const stream = typeof target === 'string' ? createWriteStream(target) : target;
  await pipeline(encoded(packets, format), stream, { ...options, end: typeof target === 'string' });
}

async function* encoded(
  packets: AsyncIterable<WritablePacket> | Iterable<WritablePacket>,
  format: CaptureFormat,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (format.type === 'pcap') {
    yield encodePcapHeader(format);
    for await (const packet of packets) yield encodePcapPacket(format, packet);
  } else {
    yield encodePcapngHeader(format);
    for await (const packet of packets) yield encodePcapngPacket(format, packet);
  }
}

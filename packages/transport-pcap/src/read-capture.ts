import type { CapturePacket } from '@hoplite/engine';
import { type CaptureSource, chunksOf } from './chunks.js';
import { type CaptureReader, createReaderWith } from './core/reader.js';
import { gunzipped } from './gunzip.js';
import { createParserSource } from './parser-source.js';

export interface ReadCaptureOptions {
  /** Ends the reading: the file or stream is closed, and the loop throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * The packets of a pcap or pcapng capture, gzipped or not, each as soon as its bytes are there.
 *
 * Where the capture is cut or corrupt, throws CaptureError after all packets before the fault; where the file cannot be
 * read, the system's own error (`ENOENT`, `EACCES`). Leaving the loop closes the file or stream.
 */
export function readCapture(
  source: CaptureSource,
  options: ReadCaptureOptions = {},
): AsyncGenerator<CapturePacket, void, undefined> {
  return openCapture(source, options).packets;
}

/** The same, and who reads them, who knows what the file says of itself. */
export function openCapture(
  source: CaptureSource,
  { signal }: ReadCaptureOptions,
): { readonly reader: CaptureReader; readonly packets: AsyncGenerator<CapturePacket, void, undefined> } {
  const reader = createReaderWith(createParserSource);
  return { reader, packets: packetsOf(reader, source, signal) };
}

async function* packetsOf(
  reader: CaptureReader,
  source: CaptureSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<CapturePacket, void, undefined> {
  for await (const chunk of gunzipped(chunksOf(source, signal))) {
    for (const packet of reader.push(chunk)) {
      signal?.throwIfAborted();
      yield packet;
    }
  }
  reader.end();
}

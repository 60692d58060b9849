import type { CapturePacket } from '@hoplite/engine';
import { type CaptureSource, chunksOf } from './chunks.js';
import { createReaderWith } from './core/reader.js';
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
export async function* readCapture(
  source: CaptureSource,
  options: ReadCaptureOptions = {},
): AsyncGenerator<CapturePacket, void, undefined> {
  const { signal } = options;
  const reader = createReaderWith(createParserSource);
  for await (const chunk of gunzipped(chunksOf(source, signal))) {
    for (const packet of reader.push(chunk)) {
      signal?.throwIfAborted();
      yield packet;
    }
  }
  reader.end();
}

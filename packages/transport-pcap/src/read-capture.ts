import type { CapturePacket } from '@hoplite/engine';
import { type CaptureSource, chunksOf } from './chunks.js';
import { type CaptureReader, createReaderWith } from './core/reader.js';
import { gunzipped } from './gunzip.js';
import { createParserSource } from './parser-source.js';

/** What may end the reading, and who hears how far it is. */
export interface ReadCaptureOptions {
  /** Ends the reading: the file or stream is closed, and the loop throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears how many bytes of the file or stream were read so far, as they are there. */
  readonly onProgress?: (bytes: number) => void;
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
  options: ReadCaptureOptions,
): { readonly reader: CaptureReader; readonly packets: AsyncGenerator<CapturePacket, void, undefined> } {
  const reader = createReaderWith(createParserSource);
  return { reader, packets: packetsOf(reader, source, options) };
}

async function* packetsOf(
  reader: CaptureReader,
  source: CaptureSource,
  { signal, onProgress }: ReadCaptureOptions,
): AsyncGenerator<CapturePacket, void, undefined> {
  const chunks = chunksOf(source, signal);
  for await (const chunk of gunzipped(onProgress === undefined ? chunks : counted(chunks, onProgress))) {
    for (const packet of reader.push(chunk)) {
      signal?.throwIfAborted();
      yield packet;
    }
  }
  reader.end();
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onProgress: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    onProgress(bytes);
    yield chunk;
  }
}

import { setImmediate } from 'node:timers';
import { type CaptureSource, chunksOf } from './chunks.js';
import { createReaderWith } from './core/reader.js';
import { type ReplayOptions, replayCapture } from './core/replay/replay-capture.js';
import type { ReplayTransport } from './core/replay/replay-transport.js';
import { gunzipped } from './gunzip.js';
import { createParserSource } from './parser-source.js';

/** `replayCapture` of the core from a path, a stream or bytes, gzipped or not. */
export function replay(source: CaptureSource, options: ReplayOptions = {}): Promise<ReplayTransport> {
  const reader = createReaderWith(createParserSource);
  return replayCapture(reader, gunzipped(chunksOf(source)), (task) => void setImmediate(task), options);
}

import { setImmediate } from 'node:timers';
import type { TraceResult } from '@hoplite/engine';
import type { CaptureSource } from './chunks.js';
import { type ReadTracesOptions, readTracesFrom } from './core/reading/read-traces.js';
import { openCapture, type ReadCaptureOptions } from './read-capture.js';

/**
 * The traceroutes that a capture holds, gzipped or not: `readTracesFrom` of the core from a path, a stream or bytes. Throws
 * as `readCapture` does, after the traces that were found before the fault.
 */
export function readTraces(
  source: CaptureSource,
  options: ReadCaptureOptions & ReadTracesOptions = {},
): AsyncGenerator<TraceResult, void, undefined> {
  const { reader, packets } = openCapture(source, options);
  return readTracesFrom(packets, reader, (task) => void setImmediate(task), options);
}

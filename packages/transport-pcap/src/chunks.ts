import { type FileHandle, open } from 'node:fs/promises';
import { CaptureError } from './core/capture-error.js';

/** Where a capture's bytes come from; a string is the path of a file. */
export type CaptureSource = string | Uint8Array | AsyncIterable<Uint8Array> | NodeJS.ReadableStream;

const chunkLength = 0x1_0000;

/** The bytes of a source, each chunk borrowed until the next is asked for. Leaving the loop closes the file or stream. */
export function chunksOf(source: CaptureSource, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  const chunks = typeof source === 'string' ? fileChunks(source) : source instanceof Uint8Array ? [source] : source;
  if (typeof chunks !== 'object' || chunks === null || !(Symbol.asyncIterator in chunks || Symbol.iterator in chunks)) {
    throw new TypeError(`source is ${String(source)}, must be a path, bytes, or a stream of bytes`);
  }
  return signal === undefined ? checked(chunks) : abortable(checked(chunks), source, signal);
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(chunkLength);
    for (let length = await read(file, buffer); length > 0; length = await read(file, buffer)) {
      yield buffer.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, buffer: Uint8Array): Promise<number> {
  try {
    return (await file.read(buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EISDIR')) throw error;
    throw new CaptureError('not-a-capture', 0, 'this is a directory', { cause: error });
  }
}

/** A stream with an encoding, or of objects, is a mistake of its owner. */
async function* checked(
  chunks: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array))
      throw new TypeError('A capture is read from a stream of bytes, not of strings.');
    yield chunk;
  }
}

async function* abortable(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  source: CaptureSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    signal.throwIfAborted();
    for (
      let next = await nextUnlessAborted(chunks, signal);
      !next.done;
      next = await nextUnlessAborted(chunks, signal)
    ) {
      yield next.value;
    }
  } finally {
    if (signal.aborted) abandon(chunks, source);
    else await chunks.return();
  }
}

function nextUnlessAborted(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  signal: AbortSignal,
): Promise<IteratorResult<Uint8Array, void>> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    chunks
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Closes without waiting for a chunk that was asked for and may never come. */
function abandon(chunks: AsyncGenerator<Uint8Array, void, undefined>, source: CaptureSource): void {
  if (typeof source === 'object' && 'destroy' in source && typeof source.destroy === 'function') source.destroy();
  chunks.return().catch(() => {});
}

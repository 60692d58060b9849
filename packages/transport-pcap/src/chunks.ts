import { type FileHandle, open } from 'node:fs/promises';
import { CaptureError } from './core/capture-error.js';

/** Where a capture's bytes may come from; a string is the path of a file. */
export type CaptureSource = string | Uint8Array | AsyncIterable<Uint8Array> | NodeJS.ReadableStream;

const chunkLength = 0x1_0000;

/**
 * The bytes of a source. Each chunk is borrowed until the next is asked for. Leaving the loop closes the file or the
 * stream.
 */
export function chunksOf(source: CaptureSource): AsyncIterable<Uint8Array> {
  if (typeof source === 'string') return fileChunks(source);
  return source instanceof Uint8Array ? single(source) : (source as AsyncIterable<Uint8Array>);
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(chunkLength);
    for (let length = await read(file, buffer, path); length > 0; length = await read(file, buffer, path)) {
      yield buffer.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, buffer: Uint8Array, path: string): Promise<number> {
  try {
    return (await file.read(buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error;
    throw new CaptureError('not-a-capture', 0, `${path} is a directory`, { cause: error });
  }
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

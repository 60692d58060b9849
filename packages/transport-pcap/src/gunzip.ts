import { CaptureError } from './core/capture-error.js';
import { concatenate } from './core/concatenate.js';
import { Inflater, type Unzipped } from './inflater.js';

/** How many bytes zlib gets at once; each can become a thousand. */
const pieceLength = 4096;

/** The chunks as they are, or gunzipped where they start with the magic of gzip (RFC 1952, section 2.3.1). */
export async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  const head = await firstBytes(iterator, 2);
  const all = startingWith(head, iterator);
  yield* head[0] === 0x1f && head[1] === 0x8b ? gunzip(all) : all;
}

/** Throws CaptureError, after all that can be unzipped, where the file is cut or damaged. */
async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let length = 0;
  for await (const unzipped of unzip(chunks)) {
    for (const chunk of unzipped.chunks) {
      length += chunk.length;
      yield chunk;
    }
    const cause = unzipped.error;
    if (cause === null) continue;
    // After a whole member something else begins: ignored, as by gzip(1). The first member has the magic.
    if (cause.message === 'incorrect header check') return;
    if ('code' in cause && cause.code === 'Z_BUF_ERROR') {
      throw new CaptureError('truncated', length, 'the gzip file is cut short', { cause });
    }
    throw new CaptureError('corrupt-gzip', length, `the gzip file is damaged (${cause.message})`, { cause });
  }
}

/**
 * From a call that fails, Node gives nothing of what zlib had unzipped till then. So a second inflater follows one piece
 * behind, and takes the faulty piece byte by byte.
 */
async function* unzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Unzipped, void, undefined> {
  const leader = new Inflater();
  const follower = new Inflater();
  try {
    for await (const chunk of chunks) {
      for (const piece of piecesOf(chunk, pieceLength)) {
        const unzipped = await leader.feed(piece);
        if (unzipped.error !== null) {
          for (const byte of piecesOf(piece, 1)) yield { ...(await follower.feed(byte)), error: null };
          return yield { chunks: [], error: unzipped.error };
        }
        const following = follower.feed(piece);
        yield unzipped;
        await following;
      }
    }
    yield await leader.finish();
  } finally {
    leader.close();
    follower.close();
  }
}

function* piecesOf(bytes: Uint8Array, length: number): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

/** A copy of as many whole chunks as hold `count` bytes, or of all there are. */
async function firstBytes(iterator: AsyncIterator<Uint8Array, unknown>, count: number): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < count) {
    const next = await iterator.next();
    if (next.done) break;
    head = concatenate(head, next.value);
  }
  return head;
}

async function* startingWith(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array, unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

import { CaptureError } from '@hoplite/transport-pcap/core';
import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako';
import { chunksOf } from './chunks.js';

/** How many bytes are unzipped at once. */
const PIECE_LENGTH = 0x1_0000;
/** zlib's word for the largest window, in a gzip file. */
const GZIP_WINDOW = 15 + 16;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What a gzip file (RFC 1952) unzips to, all its members, until `stop`. Throws CaptureError, after all that can be unzipped,
 * where it is cut or damaged; what follows the last member is ignored, as by gzip(1).
 *
 * Not by the browser's DecompressionStream: that fails with the piece that holds the end of a member and more, or the fault,
 * and neither says where nor gives what it had unzipped of it. All would have to be unzipped again to know.
 */
export async function* gunzip(
  file: Blob,
  stop: AbortSignal,
  told?: (read: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = new ZStream();
  zlibInflateInit2(stream, GZIP_WINDOW);
  let length = 0;
  let taken = 0;
  for await (const chunk of chunksOf(file, 0, stop, told)) {
    stream.input = chunk;
    stream.next_in = 0;
    stream.avail_in = chunk.length;
    taken += chunk.length;
    // Behind a full piece there may be more, or nothing: then zlib says Z_BUF_ERROR, which is none.
    do {
      const status = inflate(stream);
      const piece = stream.output.subarray(0, stream.next_out);
      length += piece.length;
      if (piece.length > 0) yield piece;
      if (status === Z_STREAM_END) {
        const end = taken - stream.avail_in;
        if (!isGzip(new Uint8Array(await file.slice(end, end + 2).arrayBuffer()))) return;
        zlibInflateReset(stream);
      } else if (status !== Z_OK && status !== Z_BUF_ERROR)
        throw new CaptureError('corrupt-gzip', length, 'the gzip file is damaged');
    } while (stream.avail_in > 0 || stream.avail_out === 0);
  }
  if (!stop.aborted) throw new CaptureError('truncated', length, 'the gzip file is cut short');
}

function inflate(stream: ZStream): number {
  stream.output = new Uint8Array(PIECE_LENGTH);
  stream.next_out = 0;
  stream.avail_out = PIECE_LENGTH;
  return zlibInflate(stream, Z_NO_FLUSH);
}

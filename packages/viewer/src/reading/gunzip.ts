import { CaptureError } from '@hoplite/transport-pcap/core';
import { chunksOf } from './chunks.js';

/** How many bytes are unzipped at once; and where these are not all of one member, in what steps it is found how many are. */
const PIECE_LENGTH = 0x1_0000;
const STEPS = [0x1000, 0x100, 0x10, 1] as const;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What a gzip file (RFC 1952) unzips to, all its members, until `stop`. Throws CaptureError, after all that can be unzipped,
 * where it is cut or damaged; what follows the last member is ignored, as by gzip(1).
 *
 * A browser's DecompressionStream fails with the piece that holds the end of a member and more, or the fault, and does not
 * say where, nor gives what it had unzipped of it. Then the member is unzipped again, in smaller steps.
 */
export async function* gunzip(
  file: Blob,
  stop: AbortSignal,
  told?: (read: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let unzipped = 0;
  for (let start = 0; start === 0 || isGzip(await bytesOf(file, start, start + 2)); ) {
    const member = membersBytes(file, start, stop, told);
    for (let next = await member.next(); ; next = await member.next()) {
      if (next.done === true) {
        const { end, fault } = next.value;
        if (fault === 'truncated') throw new CaptureError(fault, unzipped, 'the gzip file is cut short');
        if (fault !== null) throw new CaptureError(fault, unzipped, 'the gzip file is damaged');
        start = end;
        break;
      }
      unzipped += next.value.length;
      yield next.value;
    }
    if (stop.aborted) return;
  }
}

interface MemberEnd {
  /** Where the next member would begin. */
  readonly end: number;
  readonly fault: 'truncated' | 'corrupt-gzip' | null;
}

async function* membersBytes(
  file: Blob,
  start: number,
  stop: AbortSignal,
  told?: (read: number) => void,
): AsyncGenerator<Uint8Array, MemberEnd, undefined> {
  const inflater = new Inflater();
  let at = start;
  for await (const piece of piecesOf(chunksOf(file, start, stop, told))) {
    const unzipped = await inflater.take(piece);
    if (unzipped === null) return yield* lastOf(file, start, at, inflater.unzippedLength);
    yield* unzipped;
    at += piece.length;
  }
  return { end: at, fault: inflater.isWhole || stop.aborted ? null : 'truncated' };
}

/** Of a member that takes the bytes up to `taken` and no whole piece behind them: what is left to be told, and its end. */
async function* lastOf(
  file: Blob,
  start: number,
  taken: number,
  told: number,
): AsyncGenerator<Uint8Array, MemberEnd, undefined> {
  let end = taken;
  for (const step of STEPS) {
    const { inflater } = await unzippedAgain(file, start, end, told);
    while (end < file.size && (await inflater.take(await bytesOf(file, end, end + step))) !== null) end += step;
  }
  const { inflater, rest } = await unzippedAgain(file, start, end, told);
  yield* rest;
  return { end, fault: inflater.isWhole ? null : 'corrupt-gzip' };
}

/** Unzips the member as far as `end`; `rest` is what comes after the first `told` bytes. */
async function unzippedAgain(
  file: Blob,
  start: number,
  end: number,
  told: number,
): Promise<{ readonly inflater: Inflater; readonly rest: readonly Uint8Array[] }> {
  const inflater = new Inflater();
  const rest: Uint8Array[] = [];
  for await (const piece of piecesOf(chunksOf(file.slice(0, end), start, never))) {
    let before = inflater.unzippedLength;
    for (const bytes of (await inflater.take(piece)) ?? []) {
      rest.push(bytes.subarray(Math.max(0, told - before)));
      before += bytes.length;
    }
  }
  return { inflater, rest: rest.filter(({ length }) => length > 0) };
}

const never: AbortSignal = new AbortController().signal;

async function bytesOf(file: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
}

async function* piecesOf(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += PIECE_LENGTH) yield chunk.subarray(start, start + PIECE_LENGTH);
  }
}

class Inflater {
  unzippedLength = 0;
  /** The last four bytes taken, as a number. */
  lastWord = 0;
  readonly #stream = new DecompressionStream('gzip');
  readonly #writer = this.#stream.writable.getWriter();
  readonly #reader = this.#stream.readable.getReader();
  #next = this.#reader.read();

  /** A member ends with the length of what it holds (RFC 1952, section 2.3.1). */
  get isWhole(): boolean {
    return this.lastWord === this.unzippedLength % 2 ** 32;
  }

  /** What the bytes unzip to; null where they are none of this member. */
  async take(bytes: Uint8Array<ArrayBuffer>): Promise<readonly Uint8Array[] | null> {
    // There is always one reader waiting, or the stream would not begin to unzip.
    this.#next.catch(() => {});
    try {
      await this.#writer.write(bytes);
    } catch {
      return null;
    }
    const unzipped = await this.#waiting();
    for (const byte of bytes.subarray(-4)) this.lastWord = (this.lastWord >>> 8) + byte * 2 ** 24;
    for (const { length } of unzipped) this.unzippedLength += length;
    return unzipped;
  }

  /** All that is unzipped by now: of two promises that are settled already, a race takes the first. */
  async #waiting(): Promise<readonly Uint8Array[]> {
    const unzipped: Uint8Array[] = [];
    for (;;) {
      const next = await Promise.race([this.#next, Promise.resolve(null)]);
      if (next === null || next.value === undefined) return unzipped;
      unzipped.push(next.value);
      this.#next = this.#reader.read();
    }
  }
}

import { CaptureError } from '@hoplite/transport-pcap/core';

/** How many bytes are unzipped at once: what is lost of a damaged file is searched for byte by byte within so many. */
const PIECE_LENGTH = 4096;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The bytes of a gzip file (RFC 1952), of all its members. Throws CaptureError, after all that can be unzipped, where it is
 * cut or damaged; what follows the last member is ignored, as by gzip(1).
 *
 * A browser's DecompressionStream fails with the piece that holds the end of a member and more, or the fault, without what
 * it had unzipped of it. So a second one follows a piece behind, and takes such a piece byte by byte.
 */
export async function* gunzip(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let member = new Member();
  let length = 0;
  for await (const chunk of chunks) {
    let rest = chunk;
    while (rest.length > 0) {
      const piece = rest.subarray(0, PIECE_LENGTH);
      const { unzipped, taken } = await member.take(piece);
      for (const bytes of unzipped) {
        length += bytes.length;
        yield bytes;
      }
      rest = rest.subarray(taken);
      if (taken === piece.length) continue;
      if (!member.isWhole) throw new CaptureError('corrupt-gzip', length, 'the gzip file is damaged');
      if (rest[0] !== 0x1f || (rest.length > 1 && rest[1] !== 0x8b)) return;
      member = new Member();
    }
  }
  if (!member.isWhole) throw new CaptureError('truncated', length, 'the gzip file is cut short');
}

class Member {
  readonly #leader = new Inflater();
  readonly #follower = new Inflater();

  /** What the piece unzips to, and how many of its bytes belong to the member: fewer, and it ends there or is damaged. */
  async take(piece: Uint8Array<ArrayBuffer>): Promise<{ unzipped: readonly Uint8Array[]; taken: number }> {
    const unzipped = await this.#leader.take(piece);
    if (unzipped !== null) {
      await this.#follower.take(piece);
      return { unzipped, taken: piece.length };
    }
    const found: Uint8Array[] = [];
    for (let taken = 0; taken < piece.length; taken += 1) {
      const bytes = await this.#follower.take(piece.slice(taken, taken + 1));
      if (bytes === null) return { unzipped: found, taken };
      found.push(...bytes);
    }
    return { unzipped: found, taken: piece.length };
  }

  /** A member ends with the length of what it holds (RFC 1952, section 2.3.1). */
  get isWhole(): boolean {
    return this.#follower.lastWord === this.#follower.unzippedLength % 2 ** 32;
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

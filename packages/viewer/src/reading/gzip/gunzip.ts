import { CaptureError } from '@hoplite/transport-pcap/core';
import { chunksOf } from '../chunks.js';
import { BitInput } from './bit-input.js';
import { crc32 } from './crc32.js';
import { type GzipFault, inflate, type Unzipping } from './inflate.js';

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
  const input = new BitInput();
  const chunks = chunksOf(file, 0, stop, told);
  const unzipping = members(input);
  let length = 0;
  for (;;) {
    const { done, value } = unzipping.next();
    if (done === true) {
      if (value === 'truncated') throw new CaptureError(value, length, 'the gzip file is cut short');
      if (value !== null) throw new CaptureError(value, length, 'the gzip file is damaged');
      return;
    }
    if (value !== null) {
      length += value.length;
      yield value;
      continue;
    }
    const chunk = await chunks.next();
    if (stop.aborted) return;
    if (chunk.done === true) input.finish();
    else input.append(chunk.value);
  }
}

function* members(input: BitInput): Unzipping<GzipFault | null> {
  do {
    const fault = (yield* header(input)) ?? (yield* contents(input));
    if (fault !== null) return fault;
    while (!input.has(2)) yield null;
  } while (isGzip(input.bytes.subarray(input.at, input.end)));
  return null;
}

/** RFC 1952, section 2.3.1. */
const Flag = { headerChecksum: 0x02, extra: 0x04, name: 0x08, comment: 0x10, reserved: 0xe0 } as const;

function* header(input: BitInput): Unzipping<GzipFault | null> {
  while (!input.has(12)) yield null;
  const [_magic, method, flags] = [input.bits(16), input.bits(8), input.bits(8)];
  if (!input.isPast && (method !== 8 || (flags & Flag.reserved) !== 0)) return 'corrupt-gzip';
  yield* skip(input, 6);
  if (flags & Flag.extra) yield* skip(input, input.bits(16));
  for (const flag of [Flag.name, Flag.comment]) if (flags & flag) while ((yield* byte(input)) !== 0);
  if (flags & Flag.headerChecksum) yield* skip(input, 2);
  return input.isPast ? 'truncated' : null;
}

function* skip(input: BitInput, count: number): Unzipping<void> {
  for (let left = count; left > 0 && !input.isPast; left -= 1) yield* byte(input);
}

function* byte(input: BitInput): Unzipping<number> {
  while (!input.has(1)) yield null;
  return input.bits(8);
}

/** What was compressed, and behind it its checksum and length. */
function* contents(input: BitInput): Unzipping<GzipFault | null> {
  let sum = 0;
  let length = 0;
  const unzipping = inflate(input);
  let next = unzipping.next();
  for (; next.done !== true; next = unzipping.next()) {
    if (next.value !== null) {
      sum = crc32(next.value, sum);
      length += next.value.length;
    }
    yield next.value;
  }
  if (next.value !== null) return next.value;
  input.align();
  while (!input.has(8)) yield null;
  const [told, toldLength] = [word(input), word(input)];
  if (input.isPast) return 'truncated';
  return told === sum && toldLength === length % 2 ** 32 ? null : 'corrupt-gzip';
}

function word(input: BitInput): number {
  return input.bits(16) + input.bits(16) * 0x1_0000;
}

import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { CaptureError } from '@hoplite/transport-pcap/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gunzip } from './gunzip.js';

const never = new AbortController().signal;

/** All that comes of it, and what is thrown behind. */
async function unzipped(file: Blob): Promise<{ readonly bytes: Buffer; readonly error: unknown }> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of gunzip(file, never)) pieces.push(piece);
  } catch (error) {
    return { bytes: Buffer.concat(pieces), error };
  }
  return { bytes: Buffer.concat(pieces), error: null };
}

/** Bytes that compress: runs, repeats from near and far, and noise. */
const contents = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.record({ value: fc.nat(255), length: fc.nat(70_000) }).map(({ value, length }) => Buffer.alloc(length, value)),
      fc.constantFrom('traceroute', 'to 192.0.2.1', '\0\0\0\x45').map((text) => Buffer.from(text.repeat(500))),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

const settings = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
});

describe('a gzip file', () => {
  test('unzips to what zlib made it of, whatever its settings, member after member', async () => {
    const member = fc.tuple(contents, settings);
    await fc.assert(
      fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 3 }), async (members) => {
        const file = new Blob(members.map(([bytes, options]) => gzipSync(bytes, options)));
        const { bytes, error } = await unzipped(file);
        expect(error).toBeNull();
        expect(bytes.equals(Buffer.concat(members.map(([bytes]) => bytes)))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('that is cut anywhere gives the beginning of what it held, and says that it is cut', async () => {
    const whole = Buffer.concat([Buffer.from('a beginning'), Buffer.alloc(500, 7), Buffer.from('and some end')]);
    for (const level of [0, 1, 9]) {
      const zipped = gzipSync(whole, { level });
      let before = 0;
      for (let length = 2; length < zipped.length; length += 1) {
        const { bytes, error } = await unzipped(new Blob([zipped.subarray(0, length)]));
        expect(error).toMatchObject({ code: 'truncated', offset: bytes.length });
        expect(bytes.equals(whole.subarray(0, bytes.length))).toBe(true);
        expect(bytes.length).toBeGreaterThanOrEqual(before);
        before = bytes.length;
      }
      expect(before).toBe(whole.length);
    }
  });

  test('that is damaged anywhere ends in an error, never in another content that passes for it', async () => {
    await fc.assert(
      fc.asyncProperty(
        contents,
        settings,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (whole, options, at, by) => {
          const zipped = gzipSync(whole, options);
          // Time, system and what else the header tells change no contents.
          const place = 10 + (at % (zipped.length - 10));
          zipped[place] = (zipped[place] ?? 0) ^ by;
          const { bytes, error } = await unzipped(new Blob([zipped]));
          if (error !== null) expect(error).toBeInstanceOf(CaptureError);
          else expect(bytes.equals(whole)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('may tell names and more in its header, and may have something else behind it', async () => {
    const extras = [0x04, 0x08, 0x10];
    const told = [Buffer.from([3, 0, 1, 2, 3]), Buffer.from('name\0'), Buffer.from('comment\0')];
    const [bytes, plain] = [Buffer.from('contents'), gzipSync('contents')];
    for (let choice = 0; choice < 16; choice += 1) {
      const chosen = extras.map((_, index) => (choice >> index) & 1);
      const flags = extras.reduce((sum, flag, index) => sum + flag * (chosen[index] ?? 0), 0);
      const hasChecksum = choice >= 8;
      const first = Buffer.from(plain.subarray(0, 10)).fill(hasChecksum ? flags + 0x02 : flags, 3, 4);
      const header = Buffer.concat([first, ...told.filter((_, index) => chosen[index] === 1)]);
      const checksum = Buffer.alloc(2);
      checksum.writeUInt16LE(crc32(header) & 0xffff);
      const parts = [header, ...(hasChecksum ? [checksum] : []), plain.subarray(10)];
      expect(await unzipped(new Blob([...parts, 'what is this']))).toEqual({ bytes, error: null });
    }
  });

  test.each([
    ['another method', 2, 7],
    ['a flag that means nothing yet', 3, 0x20],
    ['a block of no type', 10, 0x07],
  ])('with %s is refused', async (_name, place, value) => {
    const zipped = gzipSync('contents').fill(value, place, place + 1);
    expect((await unzipped(new Blob([zipped]))).error).toMatchObject({ code: 'corrupt-gzip', offset: 0 });
  });

  test('is read once, however many members it has and wherever the fault is', async () => {
    const part = gzipSync(Buffer.alloc(70_000, 'a capture '));
    const damaged = Buffer.concat([...Array.from({ length: 300 }, () => part), Buffer.from(part).fill(0, 40, 50)]);
    const file = new Blob([damaged]);
    let read = 0;
    const counted = {
      size: file.size,
      slice(start: number, end: number) {
        read += Math.min(end, file.size) - start;
        return file.slice(start, end);
      },
    };
    const { bytes, error } = await unzipped(counted as Blob);
    expect(error).toMatchObject({ code: 'corrupt-gzip' });
    expect(bytes.length).toBeGreaterThan(300 * 70_000);
    // Behind each member two bytes tell whether there is another.
    expect(read).toBe(file.size + 300 * 2);
  });
});

test('deflated bytes alone are no gzip file', async () => {
  expect((await unzipped(new Blob([deflateRawSync('contents')]))).error).toMatchObject({ code: 'corrupt-gzip' });
});

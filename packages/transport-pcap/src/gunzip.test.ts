import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaptureError } from './core/capture-error.js';
import { captureFile, chunked } from './core/capture-file.fixture.js';
import { concatenate } from './core/concatenate.js';
import { classicHeader, classicRecord } from './core/layout.fixture.js';
import { gunzipped } from './gunzip.js';

/** What came out, and what was thrown then. */
async function gunzip(...chunks: readonly Uint8Array[]): Promise<{ bytes: Uint8Array; fault: unknown }> {
  const output: Uint8Array[] = [];
  async function* lent(): AsyncGenerator<Uint8Array, void, undefined> {
    for (const chunk of chunks) {
      const copy = Uint8Array.from(chunk);
      yield copy;
      copy.fill(0xee);
    }
  }
  try {
    for await (const chunk of gunzipped(lent())) output.push(Uint8Array.from(chunk));
    return { bytes: concatenate(...output), fault: null };
  } catch (fault) {
    return { bytes: concatenate(...output), fault };
  }
}

const file = concatenate(
  classicHeader(),
  ...Array.from({ length: 20 }, (_value, index) =>
    classicRecord({ fraction: 7919 * index, frame: Uint8Array.of(index, 1, index) }),
  ),
);

test('gzipped bytes come out as they were before, however they are cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(captureFile, chunked, async (file, cut) => {
      expect(await gunzip(...cut(gzipSync(file)))).toEqual({ bytes: file, fault: null });
    }),
    { numRuns: 30 },
  );
});

test('other bytes stay as they are, and so does a single byte of the magic', async () => {
  await fc.assert(
    fc.asyncProperty(captureFile, chunked, async (file, cut) => {
      expect(await gunzip(...cut(file))).toEqual({ bytes: file, fault: null });
    }),
    { numRuns: 30 },
  );
  expect(await gunzip(Uint8Array.of(0x1f))).toEqual({ bytes: Uint8Array.of(0x1f), fault: null });
});

test('members that follow each other are one file, and bytes behind them are ignored', async () => {
  const members = concatenate(gzipSync(file.subarray(0, 100)), gzipSync(file.subarray(100)));
  expect(await gunzip(members)).toEqual({ bytes: file, fault: null });
  const garbage = new Uint8Array(5000).fill(7);
  expect(await gunzip(members, garbage)).toEqual({ bytes: file, fault: null });
  expect(await gunzip(concatenate(members, garbage))).toEqual({ bytes: file, fault: null });
  expect(await gunzip(members, new Uint8Array(9), garbage)).toEqual({ bytes: file, fault: null });
});

test('a file cut anywhere gives all that can be unzipped, and says that it is cut', async () => {
  const zipped = gzipSync(file);
  for (let length = 2; length < zipped.length; length += 5) {
    const { bytes, fault } = await gunzip(zipped.subarray(0, length));
    expect(bytes).toEqual(file.subarray(0, bytes.length));
    expect(fault).toMatchObject({ code: 'truncated', offset: bytes.length });
  }
  expect((await gunzip(zipped.subarray(0, -1))).bytes).toEqual(file);
});

test('a damaged file gives all that was unzipped before the damage', async () => {
  const zipped = gzipSync(file);
  const last = zipped.length - 1;
  const wrongLength = zipped.map((byte, index) => (index === last ? byte ^ 1 : byte));
  const { bytes, fault } = await gunzip(wrongLength);
  expect(bytes).toEqual(file);
  expect(fault).toBeInstanceOf(CaptureError);
  expect(fault).toMatchObject({ code: 'corrupt-gzip', offset: file.length });
});

test('a second member that is damaged takes nothing from the first', async () => {
  const first = gzipSync(file);
  const second = gzipSync(file).map((byte, index) => (index === 10 ? 0xff : byte));
  const { bytes, fault } = await gunzip(concatenate(first, second));
  expect(bytes).toEqual(file);
  expect(fault).toMatchObject({ code: 'corrupt-gzip', offset: file.length });
});

test('each byte changed anywhere is either harmless or a CaptureError', async () => {
  const zipped = gzipSync(file.subarray(0, 60));
  for (let place = 2; place < zipped.length; place += 1) {
    const { bytes, fault } = await gunzip(zipped.map((byte, index) => (index === place ? byte ^ 0x41 : byte)));
    if (fault === null) expect(bytes).toEqual(file.subarray(0, 60));
    else expect(fault).toBeInstanceOf(CaptureError);
  }
});

test('a file that swells to 128 MiB takes no more than a part of that', async () => {
  const bomb = gzipSync(new Uint8Array(0x800_0000), { level: 1 });
  async function* chunks() {
    yield bomb;
  }
  const before = process.memoryUsage().arrayBuffers;
  let length = 0;
  let most = 0;
  for await (const chunk of gunzipped(chunks())) {
    length += chunk.length;
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(length).toBe(0x800_0000);
  expect(most).toBeLessThan(0x400_0000);
});

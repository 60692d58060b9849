import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { CapturePacket } from '@hoplite/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CaptureSource } from './chunks.js';
import { captureFile, damaged } from './core/capture-file.fixture.js';
import { concatenate } from './core/concatenate.js';
import { classicHeader, classicRecord, inHex, type Reading, readAll } from './core/layout.fixture.js';
import { createCaptureReader } from './core/reader.js';
import { readCapture } from './read-capture.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hoplite-capture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(...parts: readonly Uint8Array[]): string {
  const path = join(folder, 'capture');
  writeFileSync(path, concatenate(...parts));
  return path;
}

async function readingOf(source: CaptureSource): Promise<Reading> {
  const packets: CapturePacket[] = [];
  try {
    for await (const packet of readCapture(source)) packets.push({ ...packet, frame: Uint8Array.from(packet.frame) });
    return { packets, fault: null };
  } catch (fault) {
    return { packets, fault };
  }
}

const two = concatenate(classicHeader(), classicRecord({ fraction: 1 }), classicRecord({ fraction: 2 }));

test('a path, bytes, a stream and an async iterable give what the core reads of them, gzipped or not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(captureFile, damaged(captureFile)), async (file) => {
      const expected = inHex(readAll(createCaptureReader(), [file]));
      async function* iterable() {
        yield file;
      }
      const zipped = gzipSync(file);
      const sources = [file, fileOf(file), Readable.from([Buffer.from(file)]), iterable(), zipped, fileOf(zipped)];
      for (const source of sources) expect(inHex(await readingOf(source))).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

test('a capture of many chunks is read to its end', async () => {
  const records = Array.from({ length: 1000 }, (_value, index) => classicRecord({ frame: new Uint8Array(index) }));
  const { packets, fault } = await readingOf(fileOf(classicHeader(), ...records));
  expect(fault).toBeNull();
  expect(packets.map(({ frame }) => frame.length)).toEqual(records.map((_record, index) => index));
});

test("a missing file is the system's own error, with its code and path", async () => {
  const path = join(folder, 'missing');
  expect((await readingOf(path)).fault).toMatchObject({ code: 'ENOENT', path });
});

test('a directory and an empty file are no captures', async () => {
  expect((await readingOf(folder)).fault).toMatchObject({ code: 'not-a-capture', message: /is a directory/ });
  expect((await readingOf(fileOf())).fault).toMatchObject({ code: 'not-a-capture', message: /is empty/ });
});

test('a stream of strings is refused', async () => {
  expect((await readingOf(Readable.from(['text']))).fault).toBeInstanceOf(TypeError);
});

test.each([5, null, {}, () => {}])('%o is refused as none of what a capture is read from', async (source) => {
  const message = /^source is .*, must be a path, bytes, or a stream of bytes$/s;
  expect((await readingOf(source as unknown as string)).fault).toMatchObject({ name: 'TypeError', message });
});

test("a stream's own error comes through", async () => {
  const broken = new Error('broken');
  const stream = new PassThrough();
  const reading = readingOf(stream);
  stream.write(two);
  setImmediate(() => stream.destroy(broken));
  expect((await reading).fault).toBe(broken);
});

test('a packet of a live stream is there as soon as its bytes are, gzipped by pieces too', async () => {
  const stream = new PassThrough();
  const packets = readCapture(stream);
  stream.write(two.subarray(0, 43));
  expect((await packets.next()).value).toMatchObject({ number: 1 });
  stream.write(two.subarray(43));
  expect((await packets.next()).value).toMatchObject({ number: 2 });
  stream.end();
  expect((await packets.next()).done).toBe(true);
});

test('the standard input of a process is read as it comes', async () => {
  const writer = spawn(process.execPath, [
    '-e',
    'process.stdout.write(Buffer.from(process.argv[1], "hex")); setInterval(() => {}, 1000)',
    Buffer.from(two).toString('hex'),
  ]);
  const seen: number[] = [];
  for await (const { number } of readCapture(writer.stdout)) {
    seen.push(number);
    if (number === 2) break;
  }
  expect(seen).toEqual([1, 2]);
  expect(writer.stdout.destroyed).toBe(true);
  writer.kill();
});

test('leaving the loop destroys the stream', async () => {
  const stream = Readable.from([Buffer.from(two)]);
  for await (const _packet of readCapture(stream)) break;
  expect(stream.destroyed).toBe(true);
});

describe('a signal', () => {
  test('that is aborted already keeps the file from being read', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readCapture(fileOf(two), { signal }).next()).rejects.toThrow('enough');
  });

  test('ends the reading between two packets of the same chunk', async () => {
    const controller = new AbortController();
    const packets = readCapture(two, { signal: controller.signal });
    await packets.next();
    controller.abort(new Error('enough'));
    await expect(packets.next()).rejects.toThrow('enough');
  });

  test.each([
    ['a stream', () => new PassThrough()],
    [
      'an iterable that never gives anything',
      () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }),
    ],
  ])('ends the wait for %s', async (_name, open) => {
    const controller = new AbortController();
    const source = open();
    const next = readCapture(source, { signal: controller.signal }).next();
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(next).rejects.toThrow('enough');
    if (source instanceof PassThrough) expect(source.destroyed).toBe(true);
  });
});

async function readWhole(path: string): Promise<void> {
  await readingOf(path);
}

async function leave(path: string): Promise<void> {
  for await (const _packet of readCapture(path)) break;
}

async function abort(path: string): Promise<void> {
  const controller = new AbortController();
  const packets = readCapture(path, { signal: controller.signal });
  await packets.next();
  controller.abort();
  await packets.next().catch(() => {});
}

describe.skipIf(process.platform !== 'linux')('no descriptor stays open', () => {
  const open = (): number => readdirSync('/proc/self/fd').length;

  test.each([
    ['at the end', two, readWhole],
    ['after a fault', two.subarray(0, 50), readWhole],
    ['of what is no capture', Uint8Array.of(1, 2, 3, 4), readWhole],
    ['of a damaged gzip file', gzipSync(two).fill(0xff, 12), readWhole],
    ['when the loop is left', two, leave],
    ['when the loop is left in a gzip file', gzipSync(two), leave],
    ['after an abort', two, abort],
  ] as const)('%s', async (_name, bytes, use) => {
    const path = fileOf(bytes);
    await use(path);
    const before = open();
    for (let count = 0; count < 20; count += 1) await use(path);
    // A file is closed by a thread, which a busy machine may keep waiting.
    await vi.waitFor(() => expect(open()).toBeLessThanOrEqual(before), { timeout: 60_000 });
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packetsOf } from './core/layout.fixture.js';
import type { WritablePacket } from './core/writable-packet.js';
import { type CaptureFormat, writeCapture } from './write-capture.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hoplite-capture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const packet = (at: number): WritablePacket => ({
  at,
  origin: 1_700_000_000_000_000_000n,
  frame: Uint8Array.of(1, 2, 3),
  interface: 0,
  originalLength: 60,
  comment: null,
});
const pcapng: CaptureFormat = { type: 'pcapng', interfaces: [{ linkType: 101 }] };

test.each([
  ['pcapng', pcapng, 1001],
  ['pcap in nanoseconds', { type: 'pcap', linkType: 101, resolution: 'nanoseconds' }, 1001],
  ['pcap in microseconds', { type: 'pcap', linkType: 101, resolution: 'microseconds' }, 1000],
] as const)('packets are written to a file of %s', async (_name, format, at) => {
  const path = join(folder, 'written');
  await writeCapture(path, [packet(0), packet(1001)], format);
  const packets = packetsOf(readFileSync(path));
  expect(packets.map(({ at, linkType, originalLength }) => [at, linkType, originalLength])).toEqual([
    [0, 101, 60],
    [at, 101, 60],
  ]);
});

test('what was written to a stream is a whole capture after every packet, and the stream is left open', async () => {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  async function* live() {
    yield packet(0);
    await new Promise(setImmediate);
    expect(packetsOf(...chunks)).toHaveLength(1);
    yield packet(5);
  }
  await writeCapture(stream, live(), pcapng);
  expect(stream.writableEnded).toBe(false);
  stream.end();
  await new Promise((resolve) => stream.once('end', resolve));
  expect(packetsOf(...chunks)).toHaveLength(2);
});

test('what the format cannot say rejects', async () => {
  const wrong = { ...packet(0), interface: 3 };
  await expect(writeCapture(join(folder, 'wrong'), [wrong], pcapng)).rejects.toThrow(RangeError);
});

test('a folder that is not there rejects', async () => {
  await expect(writeCapture(join(folder, 'missing', 'file'), [packet(0)], pcapng)).rejects.toMatchObject({
    code: 'ENOENT',
  });
});

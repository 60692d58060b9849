import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { chunked, classicFile, damaged } from './core/capture-file.fixture.js';
import { concatenate } from './core/concatenate.js';
import { classicHeader, classicRecord, inHex, readAll } from './core/layout.fixture.js';
import { createCaptureReader, createReaderWith } from './core/reader.js';
import { createParserSource } from './parser-source.js';

const byParser = () => createReaderWith(createParserSource);

test('pcap-parser behind its guard reads what the core reads: the same packets, the same faults', () => {
  fc.assert(
    fc.property(fc.oneof(classicFile, damaged(classicFile)), chunked, (file, cut) => {
      const byCore = inHex(readAll(createCaptureReader(), [file]));
      expect(inHex(readAll(byParser(), [file]))).toEqual(byCore);
      expect(inHex(readAll(byParser(), cut(file)))).toEqual(byCore);
    }),
    { numRuns: 200 },
  );
});

test('a bad length among good records of a large chunk stops it at the same place as the core', () => {
  const records = Array.from({ length: 100 }, (_value, index) =>
    classicRecord({ frame: new Uint8Array(1000 + index) }),
  );
  for (const lengths of [
    [0xffff_ffff, 60],
    [262_145, 60],
  ] as const) {
    const bad = classicRecord({ lengths, frame: new Uint8Array(300_000) });
    const file = concatenate(classicHeader(), ...records, bad, ...records);
    const reading = readAll(byParser(), [file]);
    expect(reading.packets).toHaveLength(100);
    expect(inHex(reading)).toEqual(inHex(readAll(createCaptureReader(), [file])));
  }
});

test('a packet larger than what is parsed ahead is read', () => {
  const frame = new Uint8Array(200_000).fill(7);
  const file = concatenate(classicHeader({ magic: 0xa1b23c4d }), classicRecord({ frame }), classicRecord());
  const { packets, fault } = readAll(byParser(), [file]);
  expect(fault).toBeNull();
  expect(packets.map(({ frame }) => frame.length)).toEqual([200_000, 3]);
  expect(packets[0]?.frame.every((byte) => byte === 7)).toBe(true);
});

test('frames are plain arrays, whose slice is a copy', () => {
  const [packet] = byParser().push(concatenate(classicHeader(), classicRecord()));
  expect(packet?.frame.constructor).toBe(Uint8Array);
});

test('reading makes Node warn of nothing', async () => {
  const warned = vi.fn();
  process.on('warning', warned);
  readAll(byParser(), [classicHeader(), classicRecord(), classicRecord(), classicRecord()]);
  await new Promise(setImmediate);
  process.off('warning', warned);
  expect(warned).not.toHaveBeenCalled();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaptureError } from './capture-error.js';
import { captureFile, chunked, damaged } from './capture-file.fixture.js';
import { concatenate } from './concatenate.js';
import {
  block,
  classicHeader,
  classicRecord,
  faultOf,
  inHex,
  interfaceBlock,
  readAll,
  sectionHeader,
} from './layout.fixture.js';
import { type CaptureReader, createCaptureReader } from './reader.js';

test('the packets, and the fault, are the same however the file is cut into chunks', () => {
  fc.assert(
    fc.property(fc.oneof(captureFile, damaged(captureFile)), chunked, (file, cut) => {
      const inOne = readAll(createCaptureReader(), [file]);
      expect(inHex(readAll(createCaptureReader(), cut(file)))).toEqual(inHex(inOne));
    }),
  );
});

test('of a file that is damaged or no capture, the reader throws nothing but CaptureError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged(captureFile)), (file) => {
      const { fault } = readAll(createCaptureReader(), [file]);
      if (fault !== null) expect(fault).toBeInstanceOf(CaptureError);
    }),
  );
});

test('a cut file gives the packets of the whole one up to the cut', () => {
  fc.assert(
    fc.property(captureFile, fc.nat(), (file, position) => {
      const whole = inHex(readAll(createCaptureReader(), [file])).packets;
      const cut = file.subarray(0, position % (file.length + 1));
      const { packets } = inHex(readAll(createCaptureReader(), [cut]));
      expect(packets).toEqual(whole.slice(0, packets.length));
    }),
  );
});

test('from a bookmark come the packets that came after it, and the same fault', () => {
  fc.assert(
    fc.property(fc.oneof(captureFile, damaged(captureFile)), chunked, fc.nat(), (file, cut, length) => {
      const whole = inHex(readAll(createCaptureReader(), [file]));
      const reader = createCaptureReader();
      const before = readSome(reader, file.subarray(0, length % (file.length + 1)));
      const bookmark = before === null ? null : reader.bookmark();
      fc.pre(before !== null && bookmark !== null);
      for (let time = 0; time < 2; time += 1) {
        const after = inHex(readAll(bookmark.open(), cut(file.subarray(bookmark.offset))));
        expect(after).toEqual({ ...whole, packets: whole.packets.slice(before) });
      }
    }),
  );
});

test('there is no bookmark before the header, and one behind every packet of a pcap', () => {
  const reader = createCaptureReader();
  const record = classicRecord();
  expect(reader.bookmark()).toBeNull();
  const packets = reader.push(concatenate(classicHeader(), record, record))[Symbol.iterator]();
  packets.next();
  expect(reader.bookmark()?.offset).toBe(24 + record.length);
  packets.next();
  expect(reader.bookmark()?.offset).toBe(24 + 2 * record.length);
});

test('a packet is there as soon as its last byte is', () => {
  const reader = createCaptureReader();
  const file = concatenate(classicHeader(), classicRecord(), classicRecord());
  expect([...reader.push(file.subarray(0, 42))]).toHaveLength(0);
  expect([...reader.push(file.subarray(42, 43))]).toHaveLength(1);
  expect([...reader.push(file.subarray(43))]).toHaveLength(1);
});

test('packets that were left lying are not lost', () => {
  const reader = createCaptureReader();
  const file = concatenate(classicHeader(), classicRecord(), classicRecord());
  reader.push(file.subarray(0, 50));
  expect([...reader.push(file.subarray(50))]).toHaveLength(2);
});

test('a fault stays: what comes after it is not read', () => {
  const reader = createCaptureReader();
  const faulty = concatenate(classicHeader(), classicRecord({ lengths: [0xffff_ffff, 3] }));
  expect(() => [...reader.push(faulty)]).toThrow(CaptureError);
  expect(() => [...reader.push(classicRecord())]).toThrow(/4294967295/);
});

test('the message says what is wrong, where, and gives the code', () => {
  const { fault } = readAll(createCaptureReader(), [concatenate(classicHeader(), Uint8Array.of(1))]);
  expect(String(fault)).toBe('CaptureError: the file ends in the middle of a packet, at byte 24 (truncated)');
});

test.each([
  ['nothing', new Uint8Array(0), 'not-a-capture'],
  ['a text', new TextEncoder().encode('hello'), 'not-a-capture'],
  [
    'line ends as in a section header, then a text',
    new TextEncoder().encode(`\n\r\r\n${'text '.repeat(9)}`),
    'not-a-capture',
  ],
  ['three bytes', Uint8Array.of(0xd4, 0xc3, 0xb2), 'truncated'],
  ['half a pcap header', classicHeader().subarray(0, 12), 'truncated'],
  ['half a section header', sectionHeader().subarray(0, 12), 'truncated'],
  ['the magic of a format that tcpdump does not read either', classicHeader({ magic: 0xa12b3c4d }), 'not-a-capture'],
])('%s is no capture', (_name, file, code) => {
  expect(faultOf(file)).toEqual({ code, offset: 0, packets: 0 });
});

test('a foreign block of 4 GiB is passed over without being kept', () => {
  const claim = block('little', 0xbad, new Uint8Array(0), 0xffff_fff0).subarray(0, 8);
  const reader = createCaptureReader();
  expect([...reader.push(concatenate(sectionHeader(), interfaceBlock(), claim))]).toEqual([]);
  const zeros = new Uint8Array(0x10_0000);
  const before = process.memoryUsage().arrayBuffers;
  for (let count = 0; count < 256; count += 1) expect([...reader.push(zeros)]).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(0x200_0000);
});

test('a packet that claims much takes no more memory than has come of it', () => {
  const reader = createCaptureReader();
  const before = process.memoryUsage().arrayBuffers;
  const header = classicHeader({ linkType: 231 });
  const claim = classicRecord({ lengths: [0x800_0000, 0x800_0000], frame: new Uint8Array(1000) });
  expect([...reader.push(concatenate(header, claim))]).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(0x200_0000);
});

/** How many packets there are; null where they end in a fault. */
function readSome(reader: CaptureReader, chunk: Uint8Array): number | null {
  try {
    return [...reader.push(chunk)].length;
  } catch {
    return null;
  }
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatenate } from './concatenate.js';
import { packetsOf } from './layout.fixture.js';
import { createCaptureReader } from './reader.js';
import type { WritablePacket } from './writable-packet.js';
import { encodePcapHeader, encodePcapPacket, type PcapFormat } from './write-pcap.js';
import { encodePcapngHeader, encodePcapngPacket, type PcapngFormat } from './write-pcapng.js';

const linkType = fc.constantFrom(1, 101, 113, 276, 65_535);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });

/** Packets within 2^53 nanoseconds of a first one. */
const packetsWithin = (lastSecond: number, interfaces: number): fc.Arbitrary<WritablePacket[]> =>
  fc.bigInt({ min: 10n ** 16n, max: BigInt(lastSecond) * 10n ** 9n - 10n ** 16n }).chain((origin) => {
    const packet = fc.record({
      at: fc.maxSafeInteger(),
      origin: fc.constant(origin),
      frame: fc.uint8Array({ maxLength: 70 }),
      interface: fc.nat(interfaces - 1),
      originalLength: fc.nat(0xffff_ffff),
      comment: fc.option(text),
    });
    return fc.tuple(packet, fc.array(packet)).map(([first, others]) => [{ ...first, at: 0 }, ...others]);
  });

const numbered = (packets: readonly WritablePacket[]) =>
  packets.map((packet, index) => ({ ...packet, number: index + 1 }));

test('what is written as pcapng is read as it was, but for being counted anew', () => {
  const format: fc.Arbitrary<PcapngFormat> = fc.record(
    {
      comment: text,
      interfaces: fc.array(fc.record({ linkType, name: text, comment: text }, { requiredKeys: ['linkType'] }), {
        minLength: 1,
      }),
    },
    { requiredKeys: ['interfaces'] },
  );
  const files = format.chain((format) =>
    fc.tuple(fc.constant(format), packetsWithin(2 ** 34, format.interfaces.length)),
  );
  fc.assert(
    fc.property(files, ([format, packets]) => {
      const written = packets.map((packet) => encodePcapngPacket(format, packet));
      const expected = numbered(packets).map((packet) => ({
        ...packet,
        linkType: format.interfaces[packet.interface]?.linkType,
      }));
      expect(packetsOf(encodePcapngHeader(format), ...written)).toEqual(expected);
    }),
  );
});

test('what is written as pcap is read as it was, but for comments, interfaces and, in microseconds, the last three digits', () => {
  const format: fc.Arbitrary<PcapFormat> = fc.record({
    linkType,
    resolution: fc.constantFrom('microseconds', 'nanoseconds'),
  });
  fc.assert(
    fc.property(format, packetsWithin(2 ** 32, 1), (format, packets) => {
      const written = packets.map((packet) => encodePcapPacket(format, packet));
      const unit = format.resolution === 'nanoseconds' ? 1n : 1000n;
      const read = packetsOf(encodePcapHeader(format), ...written);
      expect(read.map(({ origin, at }) => origin + BigInt(at))).toEqual(
        packets.map(({ origin, at }) => ((origin + BigInt(at)) / unit) * unit),
      );
      expect(read.map(({ at: _at, origin: _origin, ...rest }) => rest)).toEqual(
        numbered(packets).map(({ at: _at, origin: _origin, ...rest }) => ({
          ...rest,
          linkType: format.linkType,
          comment: null,
        })),
      );
    }),
  );
});

const packet: WritablePacket = {
  at: 0,
  origin: 10n ** 18n,
  frame: Uint8Array.of(1, 2, 3),
  interface: 0,
  originalLength: 3,
  comment: null,
};
const pcap: PcapFormat = { linkType: 1, resolution: 'microseconds' };
const pcapng: PcapngFormat = { interfaces: [{ linkType: 1 }] };

test.each([
  ['a time before 1970', { origin: 0n, at: -1 }, 'origin + at must be from 0'],
  ['a frame that readers take for damage', { frame: new Uint8Array(262_145) }, 'the length of frame must be'],
  ['an original length over 32 bits', { originalLength: 2 ** 32 }, 'originalLength must be'],
  ['half a byte of original length', { originalLength: 0.5 }, 'originalLength must be'],
] as const)('%s cannot be written', (_name, wrong, message) => {
  expect(() => encodePcapPacket(pcap, { ...packet, ...wrong })).toThrow(message);
  expect(() => encodePcapngPacket(pcapng, { ...packet, ...wrong })).toThrow(message);
});

test('classic pcap ends in 2106, pcapng in nanoseconds in 2554', () => {
  const after2106 = { ...packet, origin: 2n ** 32n * 10n ** 9n };
  expect(() => encodePcapPacket(pcap, after2106)).toThrow(RangeError);
  expect(encodePcapngPacket(pcapng, after2106)).toHaveLength(36);
  expect(() => encodePcapngPacket(pcapng, { ...packet, origin: 2n ** 64n })).toThrow(RangeError);
});

test('what a file says of itself is read with its first packet, a line for each comment, in chunks of any size', () => {
  const format: PcapngFormat = { ...pcapng, comment: ['one', 'zwei ü', ''] };
  const file = concatenate(encodePcapngHeader(format), encodePcapngPacket(format, packet));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: file.length }), (size) => {
      const reader = createCaptureReader();
      expect(reader.comment).toBeNull();
      for (let at = 0; at < file.length; at += size) for (const _ of reader.push(file.slice(at, at + size)));
      reader.end();
      expect(reader.comment).toBe('one\nzwei ü\n');
    }),
  );
});

test('of several sections the first speaks, and pcap says nothing of itself', () => {
  const silent = createCaptureReader();
  for (const _ of silent.push(concatenate(encodePcapHeader(pcap), encodePcapPacket(pcap, packet))));
  expect(silent.comment).toBeNull();
  const section = (comment: string) => encodePcapngHeader({ ...pcapng, comment });
  const reader = createCaptureReader();
  for (const _ of reader.push(concatenate(section('first'), section('second'), encodePcapngPacket(pcapng, packet))));
  expect(reader.comment).toBe('first');
});

test('a packet is written to an interface of the format only', () => {
  expect(() => encodePcapngPacket(pcapng, { ...packet, interface: 1 })).toThrow('interface 1 is none of the 1');
});

test('link types and comments have 16 bits', () => {
  expect(() => encodePcapHeader({ ...pcap, linkType: 65_536 })).toThrow('linkType must be');
  expect(() => encodePcapngHeader({ interfaces: [{ linkType: 65_536 }] })).toThrow('linkType must be');
  expect(() => encodePcapngHeader({ ...pcapng, comment: 'ü'.repeat(32_768) })).toThrow('the bytes of a text must be');
});

test('nanoseconds of pcap have a magic of their own', () => {
  expect([...encodePcapHeader({ linkType: 1, resolution: 'nanoseconds' }).subarray(0, 4)]).toEqual([
    0x4d, 0x3c, 0xb2, 0xa1,
  ]);
});

import { expect, test } from 'vitest';
import { concatenate } from './concatenate.js';
import { classicHeader, classicRecord, faultOf, packetsOf } from './layout.fixture.js';

const frame = Uint8Array.of(9, 8, 7, 6);

test.each([
  ['microseconds, little-endian', 'little', 0xa1b2c3d4, 1000],
  ['microseconds, big-endian', 'big', 0xa1b2c3d4, 1000],
  ['nanoseconds, little-endian', 'little', 0xa1b23c4d, 1],
  ['nanoseconds, big-endian', 'big', 0xa1b23c4d, 1],
] as const)('a file of %s gives its packets with link type, lengths and times', (_name, order, magic, unit) => {
  const packets = packetsOf(
    classicHeader({ order, magic, linkType: 101 }),
    classicRecord({ order, seconds: 1_700_000_000, fraction: 250, frame, lengths: [4, 60] }),
    classicRecord({ order, seconds: 1_700_000_002, fraction: 50, frame: Uint8Array.of() }),
  );
  const origin = 1_700_000_000_000_000_000n + 250n * BigInt(unit);
  const shared = { origin, linkType: 101, interface: 0, comment: null };
  expect(packets).toEqual([
    { ...shared, number: 1, at: 0, frame, originalLength: 60 },
    { ...shared, number: 2, at: 2_000_000_000 - 200 * unit, frame: Uint8Array.of(), originalLength: 0 },
  ]);
});

test('a packet that is earlier than the first has a negative instant', () => {
  const packets = packetsOf(classicHeader(), classicRecord({ fraction: 5 }), classicRecord({ fraction: 3 }));
  expect(packets.map(({ at }) => at)).toEqual([0, -2000]);
});

test('seconds reach to the year 2106', () => {
  expect(packetsOf(classicHeader(), classicRecord({ seconds: 0xffff_ffff }))[0]?.origin).toBe(0xffff_ffffn * 10n ** 9n);
});

test("files of Kuznetsov's patched libpcap have eight bytes more in each record's header", () => {
  const extra = Uint8Array.of(1, 0, 0, 0, 8, 0, 0, 0);
  const packets = packetsOf(
    classicHeader({ magic: 0xa1b2cd34 }),
    classicRecord({ extra, frame }),
    classicRecord({ extra, frame }),
  );
  expect(packets.map(({ frame }) => [...frame])).toEqual([
    [9, 8, 7, 6],
    [9, 8, 7, 6],
  ]);
});

test.each([
  [
    [2, 0],
    [60, 4],
  ],
  [
    [2, 2],
    [60, 4],
  ],
  [
    [2, 3],
    [60, 4],
  ],
  [
    [2, 3],
    [4, 60],
  ],
  [
    [2, 4],
    [4, 60],
  ],
  [
    [543, 0],
    [60, 4],
  ],
] as const)('a file of version %j may give the lengths as %j', (version, lengths) => {
  const [packet] = packetsOf(classicHeader({ version }), classicRecord({ lengths, frame }));
  expect(packet).toMatchObject({ frame, originalLength: 60 });
});

test.each([
  [1, 4],
  [2, 5],
  [3, 0],
  [9, 4],
  [543, 4],
] as const)('version %i.%i is refused, as by tcpdump', (major, minor) => {
  expect(faultOf(classicHeader({ version: [major, minor] }), classicRecord())).toEqual({
    code: 'unsupported',
    offset: 4,
    packets: 0,
  });
});

test('what the link type says of check sequences is no part of it, and its reserved bits are refused', () => {
  expect(packetsOf(classicHeader({ linkType: 0x2400_0001 }), classicRecord())[0]?.linkType).toBe(1);
  expect(faultOf(classicHeader({ linkType: 0x0001_0001 }), classicRecord())).toMatchObject({
    code: 'unsupported',
    offset: 20,
  });
});

test('a packet longer than the snap length is read whole', () => {
  expect(packetsOf(classicHeader({ snapLength: 2 }), classicRecord({ frame }))[0]?.frame).toEqual(frame);
});

test('a packet of 262144 bytes is read, one more is taken for damage at once', () => {
  expect(packetsOf(classicHeader(), classicRecord({ frame: new Uint8Array(262_144) }))).toHaveLength(1);
  const claim = classicRecord({ lengths: [262_145, 262_145] });
  expect(faultOf(classicHeader(), classicRecord(), claim)).toEqual({ code: 'bad-length', offset: 43, packets: 1 });
});

test('link types of long packets have a limit of their own', () => {
  const long = classicRecord({ frame: new Uint8Array(300_000) });
  expect(packetsOf(classicHeader({ linkType: 231 }), long)).toHaveLength(1);
});

test('a file cut anywhere gives the packets before the cut and says where the cut packet begins', () => {
  const parts = [classicHeader(), classicRecord({ frame }), classicRecord(), classicRecord({ frame })];
  const whole = concatenate(...parts);
  const borders = [24, 44, 63, 83];
  for (let length = 1; length < whole.length; length += 1) {
    const complete = borders.filter((border) => border <= length).length - 1;
    const file = whole.subarray(0, length);
    if (borders.includes(length)) expect(packetsOf(file)).toHaveLength(complete);
    else {
      expect(faultOf(file)).toEqual({
        code: 'truncated',
        offset: borders[complete] ?? 0,
        packets: Math.max(complete, 0),
      });
    }
  }
});

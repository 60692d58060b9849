import { encodeUtf8 } from '@hoplite/codec';
import { expect, test } from 'vitest';
import { concatenate } from './concatenate.js';
import {
  type ByteOrder,
  block,
  enhancedBlock,
  faultOf,
  interfaceBlock,
  layout,
  option,
  packetsOf,
  sectionHeader,
} from './layout.fixture.js';

const orders = ['little', 'big'] as const;
const frame = Uint8Array.of(5, 6, 7);
const second = 10n ** 9n;
const start = 1_700_000_000n * second;
const section = sectionHeader();
const ethernet = interfaceBlock();

const timeResolution = (order: ByteOrder, value: number): Uint8Array => option(order, 9, Uint8Array.of(value));
const timeOffset = (order: ByteOrder, seconds: bigint): Uint8Array => option(order, 14, layout(order, [64, seconds]));
const comment = (order: ByteOrder, text: string): Uint8Array => option(order, 1, encodeUtf8(text));
const end = (order: ByteOrder): Uint8Array => option(order, 0, Uint8Array.of());

test.each(orders)('an enhanced packet block (%s-endian) gives its packet', (order) => {
  const packets = packetsOf(
    sectionHeader(order),
    interfaceBlock({ order, linkType: 101, options: [timeResolution(order, 9), end(order)] }),
    enhancedBlock({ order, time: start + 1n, frame }),
    enhancedBlock({ order, time: start, frame, options: [comment(order, 'Zürich 🗻'), end(order)] }),
  );
  const shared = { origin: start + 1n, frame, linkType: 101, interface: 0, originalLength: 3 };
  expect(packets).toEqual([
    { ...shared, number: 1, at: 0, comment: null },
    { ...shared, number: 2, at: -1, comment: 'Zürich 🗻' },
  ]);
});

test.each(orders)('the obsolete packet block (%s-endian) gives its packet', (order) => {
  const time = 1_700_000_000_000_001n;
  const body = layout(
    order,
    [16, 1],
    [16, 0xffff],
    [32, time >> 32n],
    [32, time & 0xffff_ffffn],
    [32, 3],
    [32, 60],
    frame,
  );
  const interfaces = [interfaceBlock({ order }), interfaceBlock({ order, linkType: 9 })];
  const packets = packetsOf(sectionHeader(order), ...interfaces, block(order, 2, body));
  expect(packets).toEqual([
    { number: 1, at: 0, origin: start + 1000n, frame, linkType: 9, interface: 1, originalLength: 60, comment: null },
  ]);
});

test('a simple packet block, which has no time, takes that of the packet before it', () => {
  const simple = block('little', 3, layout('little', [32, 3], frame));
  const packets = packetsOf(
    section,
    ethernet,
    enhancedBlock(),
    enhancedBlock({ time: 1_700_000_000_000_007n }),
    simple,
  );
  expect(packets.map(({ at }) => at)).toEqual([0, 7000, 7000]);
  expect(packets[2]).toMatchObject({ frame, interface: 0, originalLength: 3, origin: start });
});

test('simple packet blocks before the first time are of 1970, and leave the other times exact', () => {
  const simple = block('little', 3, layout('little', [32, 3], frame));
  const packets = packetsOf(section, ethernet, simple, enhancedBlock(), simple);
  expect(packets.map(({ at, origin }) => [at, origin])).toEqual([
    [0, 0n],
    [0, start],
    [0, start],
  ]);
});

test("a simple packet block holds as much as the first interface's snap length lets through", () => {
  const simple = block('little', 3, layout('little', [32, 60], frame));
  const [packet] = packetsOf(section, interfaceBlock({ snapLength: 3 }), ethernet, simple);
  expect(packet).toMatchObject({ frame, originalLength: 60 });
});

test('interfaces are counted over all sections, each of which has its own byte order and interfaces', () => {
  const packets = packetsOf(
    section,
    interfaceBlock({ linkType: 1 }),
    interfaceBlock({ linkType: 9 }),
    enhancedBlock({ interface: 1 }),
    sectionHeader('big'),
    interfaceBlock({ order: 'big', linkType: 101 }),
    enhancedBlock({ order: 'big', time: 1_700_000_000_000_002n }),
  );
  expect(packets.map(({ at, linkType, interface: number }) => [at, linkType, number])).toEqual([
    [0, 9, 1],
    [2000, 101, 2],
  ]);
});

test.each([
  ['seconds', 0x00, 1_700_000_000n, 1_700_000_001n, second],
  ['milliseconds', 0x03, 1_700_000_000_000n, 1_700_000_000_001n, 10n ** 6n],
  ['nanoseconds', 0x09, start, start + 1n, 1n],
  ['picoseconds', 0x0c, 1_700_000n * 10n ** 12n, 1_700_000n * 10n ** 12n + 2500n, 2n],
  ['1/2^20 of a second', 0x94, 1_700_000_000n << 20n, (1_700_000_000n << 20n) + 3n, 2861n],
  ['1/2^32 of a second', 0xa0, 1_700_000_000n << 32n, (1_700_000_000n << 32n) + 5n, 1n],
] as const)('an interface may count in %s', (_name, resolution, first, next, difference) => {
  const packets = packetsOf(
    section,
    interfaceBlock({ options: [timeResolution('little', resolution)] }),
    enhancedBlock({ time: first }),
    enhancedBlock({ time: next }),
  );
  expect(packets[1]?.at).toBe(Number(difference));
  expect(packets[1]?.origin).toBe(resolution === 0x0c ? start / 1000n : start);
});

test.each(orders)('the time offset of an interface (%s-endian) is added, a negative one too', (order) => {
  const from = (seconds: bigint) => interfaceBlock({ order, options: [timeOffset(order, seconds), end(order)] });
  const packets = packetsOf(
    sectionHeader(order),
    from(-100n),
    from(3600n),
    enhancedBlock({ order }),
    enhancedBlock({ order, interface: 1 }),
  );
  expect(packets[0]?.origin).toBe(start - 100n * second);
  expect(packets[1]?.at).toBe(3700 * 1e9);
});

test('of an option given twice the first counts, one of a wrong length does not, and none behind the end', () => {
  const options = [
    option('little', 9, Uint8Array.of(3, 3)),
    timeResolution('little', 9),
    timeResolution('little', 6),
    end('little'),
    timeOffset('little', 1n),
  ];
  expect(packetsOf(section, interfaceBlock({ options }), enhancedBlock({ time: start }))[0]?.origin).toBe(start);
});

test('several comments of a packet are lines of one', () => {
  const options = [comment('little', 'one'), option('little', 2, Uint8Array.of(1)), comment('little', 'two')];
  expect(packetsOf(section, ethernet, enhancedBlock({ options }))[0]?.comment).toBe('one\ntwo');
});

test('faulty options do not hide their packet', () => {
  const overlong = layout('little', [16, 1], [16, 400], [32, 0]);
  const packets = packetsOf(section, ethernet, enhancedBlock({ options: [comment('little', 'one'), overlong] }));
  expect(packets.map(({ comment }) => comment)).toEqual(['one']);
});

test.each([
  ['name resolution', 4],
  ['interface statistics', 5],
  ['systemd journal', 9],
  ['decryption secrets', 10],
  ['custom', 0xbad],
  ['custom, not to be copied', 0x4000_0bad],
  ['of nobody knows what', 0x8000_0001],
] as const)('a block of %s is passed over', (_name, type) => {
  const other = block('little', type, new Uint8Array(101));
  expect(packetsOf(section, other, ethernet, other, enhancedBlock(), other)).toHaveLength(1);
});

test('packets have the numbers that Wireshark gives them, which counts custom blocks too', () => {
  const custom = block('little', 0xbad, new Uint8Array(8));
  const statistics = block('little', 5, new Uint8Array(8));
  const packets = packetsOf(section, ethernet, custom, enhancedBlock(), statistics, custom, enhancedBlock());
  expect(packets.map(({ number }) => number)).toEqual([2, 4]);
});

test('a length without its padding is read, as by tshark', () => {
  const body = layout('little', [32, 0], [32, 0], [32, 1], [32, 3], [32, 3], frame);
  expect(packetsOf(section, ethernet, block('little', 6, body, 35), enhancedBlock())).toHaveLength(2);
});

test('a capture without packets, or without anything, is none the less a capture', () => {
  expect(packetsOf(section)).toEqual([]);
  expect(packetsOf(section, ethernet)).toEqual([]);
});

const read = concatenate(section, ethernet, enhancedBlock());

test.each([
  ['an interface that was not described', enhancedBlock({ interface: 5 }), 'no-interface'],
  ['more captured than the block has room for', enhancedBlock({ captured: 5 }), 'bad-length'],
  ['more captured than there can be', enhancedBlock({ captured: 0xffff_ffff }), 'bad-length'],
  ['a packet block too short for its fields', block('little', 6, new Uint8Array(16)), 'bad-length'],
  ['a simple packet block too short for its fields', block('little', 3, new Uint8Array(0)), 'bad-length'],
  ['a simple packet block too short for its frame', block('little', 3, layout('little', [32, 60])), 'bad-length'],
  ['an interface too short for its fields', block('little', 1, new Uint8Array(4)), 'bad-length'],
  [
    'an interface with an option longer than it',
    interfaceBlock({ options: [layout('little', [16, 2], [16, 9])] }),
    'bad-length',
  ],
  ['a length of nothing', block('little', 6, new Uint8Array(20), 0), 'bad-length'],
  ['a length that the end of the block contradicts', block('little', 6, new Uint8Array(20), 32, 36), 'bad-length'],
  ['a foreign block whose end contradicts', block('little', 0xbad, new Uint8Array(20), 32, 36), 'bad-length'],
  ['a packet block of over 16 MiB', layout('little', [32, 6], [32, 0x100_0004], [32, 0]), 'too-large'],
  [
    'a section header too short',
    block('little', 0x0a0d0d0a, layout('little', [32, 0x1a2b3c4d], [32, 1], [64, 0]), 24),
    'bad-length',
  ],
  ['a section without its magic', block('little', 0x0a0d0d0a, new Uint8Array(16)), 'not-a-capture'],
  ['a section of a version to come', sectionHeader('little', [2, 0]), 'unsupported'],
] as const)('%s is a fault, after the packets before it', (_name, faulty, code) => {
  expect(faultOf(read, faulty, enhancedBlock())).toEqual({ code, offset: read.length, packets: 1 });
});

test('a packet of a new section needs an interface of that section', () => {
  expect(faultOf(read, sectionHeader(), enhancedBlock())).toMatchObject({ code: 'no-interface', packets: 1 });
});

test('a section describes no more than 65536 interfaces', () => {
  const some = concatenate(...Array.from({ length: 256 }, () => ethernet));
  const many = concatenate(...Array.from({ length: 256 }, () => some));
  expect(packetsOf(section, many, enhancedBlock({ interface: 65_535 }))).toHaveLength(1);
  expect(faultOf(section, many, ethernet)).toMatchObject({ code: 'too-large' });
});

test.each([
  [0, true],
  [1, false],
  [2, true],
] as const)('version 1.%i as the first: %s, as for tcpdump and tshark', (minor, isRead) => {
  const file = concatenate(sectionHeader('big', [1, minor]), interfaceBlock({ order: 'big' }));
  if (isRead) expect(packetsOf(file)).toEqual([]);
  else expect(faultOf(file)).toEqual({ code: 'unsupported', offset: 0, packets: 0 });
});

test('a file cut anywhere gives the packets before the cut and says where the cut block begins', () => {
  const blocks = [section, ethernet, enhancedBlock(), block('little', 0xbad, new Uint8Array(9)), enhancedBlock()];
  const whole = concatenate(...blocks);
  const borders = blocks.map((_block, index) => concatenate(...blocks.slice(0, index)).length);
  const packetsEnd = [borders[3] ?? 0, whole.length];
  for (let length = 1; length < whole.length; length += 1) {
    const packets = packetsEnd.filter((end) => end <= length).length;
    if (borders.includes(length)) expect(packetsOf(whole.subarray(0, length))).toHaveLength(packets);
    else {
      const offset = borders.findLast((border) => border < length);
      expect(faultOf(whole.subarray(0, length))).toEqual({ code: 'truncated', offset, packets });
    }
  }
});

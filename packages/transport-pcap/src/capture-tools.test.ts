import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concatenate } from './core/concatenate.js';
import {
  block,
  type ClassicFile,
  type ClassicRecord,
  classicHeader,
  classicRecord,
  enhancedBlock,
  interfaceBlock,
  layout,
  option,
  readAll,
  sectionHeader,
} from './core/layout.fixture.js';
import { createReaderWith } from './core/reader.js';
import type { WritablePacket } from './core/writable-packet.js';
import { createParserSource } from './parser-source.js';
import { type CaptureFormat, writeCapture } from './write-capture.js';

const hasTools = ['tcpdump', 'capinfos', 'tshark'].every((tool) => spawnSync(tool, ['--version']).status === 0);
if (!hasTools) process.stderr.write('SKIPPED: odd captures against tcpdump and Wireshark, for want of one of them\n');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hoplite-capture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const frame = new Uint8Array(60).fill(7);
const record = (given: ClassicRecord = {}) => classicRecord({ frame, ...given });
const classic = (file: ClassicFile, ...records: readonly Uint8Array[]) => concatenate(classicHeader(file), ...records);
const claiming = (first: number, second: number) => record({ lengths: [first, second] });
const long = (length: number) => record({ frame: new Uint8Array(length) });
const patched = record({ extra: Uint8Array.of(1, 0, 0, 0, 8, 0, 0, 0) });

const section = sectionHeader();
const ethernet = interfaceBlock({ snapLength: 262_144 });
const packet = enhancedBlock({ frame });
const pcapng = (...blocks: readonly Uint8Array[]) => concatenate(section, ethernet, packet, ...blocks, packet);
const described = (...options: readonly Uint8Array[]) => concatenate(section, interfaceBlock({ options }), packet);
const simple = (length: number) => block('little', 3, layout('little', [32, length], frame));
const resolution = (...value: readonly number[]) => option('little', 9, Uint8Array.from(value));
const offset = (seconds: bigint) => option('little', 14, layout('little', [64, seconds]));
const body = layout('little', [32, 0], [32, 0], [32, 1], [32, 61], [32, 61], new Uint8Array(61));
const overlongOption = layout('little', [16, 2], [16, 400], [32, 0]);

/** Each odd in one way. */
const files: Readonly<Record<string, Uint8Array>> = {
  'nothing at all': new Uint8Array(0),
  'a text': new TextEncoder().encode('no capture at all, but a text of some length'),
  'pcap, big-endian': classic({ order: 'big' }, record({ order: 'big' })),
  'pcap in nanoseconds': classic({ magic: 0xa1b23c4d }, record()),
  'pcap of the patched libpcap': classic({ magic: 0xa1b2cd34 }, patched, patched),
  'pcap with its magic only': classic({ magic: 0xa1b2cd34 }, record(), record(), record()),
  'pcap of Navtel': classic({ magic: 0xa12b3c4d }, record()),
  'pcap 1.4': classic({ version: [1, 4] }, record()),
  'pcap 2.2': classic({ version: [2, 2] }, claiming(90, 60), record()),
  'pcap 2.3': classic({ version: [2, 3] }, claiming(60, 90), claiming(90, 60)),
  'pcap 2.5': classic({ version: [2, 5] }, record()),
  'pcap 543.0': classic({ version: [543, 0] }, claiming(90, 60), record()),
  'pcap without packets': classic({}),
  'pcap of half a header': classic({}).subarray(0, 20),
  'pcap cut in a header': classic({}, record(), record().subarray(0, 7)),
  'pcap cut in a packet': classic({}, record(), record().subarray(0, 70)),
  'pcap with zeros behind': classic({}, record(), new Uint8Array(16)),
  'pcap of snap length 0': classic({ snapLength: 0 }, record()),
  'pcap of the largest snap length': classic({ snapLength: 0xffff_ffff }, record()),
  'pcap with a packet over the snap length': classic({ snapLength: 20 }, record()),
  'pcap with an empty packet': classic({}, record({ frame: new Uint8Array(0) }), record()),
  'pcap with more captured than there was': classic({}, claiming(60, 10), record()),
  'pcap with a packet of 262144 bytes': classic({}, long(262_144), record()),
  'pcap with a packet of 262145 bytes': classic({}, record(), long(262_145), record()),
  'pcap with a packet of 300000 D-Bus bytes': classic({ linkType: 231, snapLength: 0 }, long(300_000), record()),
  'pcap with a huge captured length': classic({}, record(), claiming(0xffff_ffff, 60), record()),
  'pcap with a huge original length': classic({}, claiming(60, 0xffff_ffff), record()),
  'pcap with a second of more microseconds': classic({}, record({ fraction: 5_000_000 })),
  'pcap with check sequences': classic({ linkType: 0x2400_0001 }, record()),
  'pcap with reserved bits': classic({ linkType: 0x0001_0001 }, record()),
  'pcapng, big-endian': concatenate(
    ...[sectionHeader('big'), interfaceBlock({ order: 'big' }), enhancedBlock({ order: 'big' })],
  ),
  'pcapng 1.1': concatenate(sectionHeader('little', [1, 1]), ethernet, packet),
  'pcapng 1.2': concatenate(sectionHeader('little', [1, 2]), ethernet, packet),
  'pcapng 2.0': concatenate(sectionHeader('little', [2, 0]), ethernet, packet),
  'pcapng with a second section': pcapng(section, ethernet),
  'pcapng with a second section of other byte order': pcapng(
    sectionHeader('big'),
    interfaceBlock({ order: 'big' }),
    section,
    ethernet,
  ),
  'pcapng with a second section 1.5': pcapng(sectionHeader('little', [1, 5]), ethernet),
  'pcapng with a second section 2.0': pcapng(sectionHeader('little', [2, 0]), ethernet),
  'pcapng with a second section without interface': pcapng(section),
  'pcapng with a section without magic': pcapng(block('little', 0x0a0d0d0a, new Uint8Array(16))),
  'pcapng without interface': concatenate(section, packet),
  'pcapng without anything': section,
  'pcapng with interfaces of two link types': pcapng(
    interfaceBlock({ linkType: 101 }),
    enhancedBlock({ interface: 1 }),
  ),
  'pcapng with an interface too many': pcapng(enhancedBlock({ interface: 5 })),
  'pcapng in 10^-19 s': described(resolution(0x13)),
  'pcapng in 10^-20 s': described(resolution(0x14)),
  'pcapng in 2^-20 s': described(resolution(0x94)),
  'pcapng in 2^-64 s': described(resolution(0xc0)),
  'pcapng of a resolution of two bytes': described(resolution(9, 9)),
  'pcapng of two resolutions': described(resolution(6), resolution(9)),
  'pcapng of a negative offset': described(offset(-100n)),
  'pcapng of two offsets': described(offset(1n), offset(2n)),
  'pcapng with an overlong option of an interface': described(overlongOption),
  'pcapng with an overlong option of a packet': pcapng(enhancedBlock({ options: [overlongOption] })),
  'pcapng with options behind the end': described(option('little', 0, new Uint8Array(0)), resolution(9)),
  'pcapng with more captured than the block has': pcapng(enhancedBlock({ captured: 90, frame })),
  'pcapng with padding taken for captured': pcapng(enhancedBlock({ captured: 60, frame: new Uint8Array(57) })),
  'pcapng with a huge captured length': pcapng(enhancedBlock({ captured: 0xffff_ffff, frame })),
  'pcapng with a packet of 300000 bytes': pcapng(enhancedBlock({ frame: new Uint8Array(300_000) })),
  'pcapng with a packet over the snap length': concatenate(section, interfaceBlock({ snapLength: 20 }), packet),
  'pcapng with a length that leaves padding out': pcapng(block('little', 6, body, 93)),
  'pcapng with a length without padding': pcapng(block('little', 6, body, 93).subarray(0, 93)),
  'pcapng with another length at the end': pcapng(block('little', 6, body, 96, 100)),
  'pcapng with another length at the end of a foreign block': pcapng(block('little', 0x999, body, 76, 80)),
  'pcapng with a foreign block': pcapng(block('little', 0x999, body)),
  'pcapng with a foreign block of 17 MB': pcapng(block('little', 0x999, new Uint8Array(17_000_000))),
  'pcapng with a block of length 8': pcapng(layout('little', [32, 6], [32, 8])),
  'pcapng with a packet block too short': pcapng(block('little', 6, new Uint8Array(16))),
  'pcapng with an interface too short': pcapng(block('little', 1, new Uint8Array(4))),
  'pcapng with a simple packet': pcapng(simple(60)),
  'pcapng with a simple packet too short': pcapng(simple(1000)),
  'pcapng with a simple packet cut to the snap length': concatenate(
    section,
    interfaceBlock({ snapLength: 60 }),
    simple(90),
  ),
  'pcapng cut in a block': pcapng().subarray(0, -3),
  'pcapng cut in a header': concatenate(pcapng(), Uint8Array.of(6, 0, 0)),
};

/** How many packets a program reads, and whether it then complains. */
interface Outcome {
  readonly packets: number;
  readonly refused: boolean;
}

function ours(file: Uint8Array): Outcome {
  const { packets, fault } = readAll(createReaderWith(createParserSource), [file]);
  return { packets: packets.length, refused: fault !== null };
}

function byTcpdump(path: string): Outcome {
  const { stdout, status } = spawnSync('tcpdump', ['-r', path, '-U', '-w', '-'], { maxBuffer: 2 ** 28 });
  let packets = 0;
  for (let place = 24; place < stdout.length; place += 16 + stdout.readUInt32LE(place + 8)) packets += 1;
  return { packets, refused: status !== 0 };
}

function byWireshark(path: string): Outcome {
  const { stdout, stderr } = spawnSync('capinfos', ['-c', '-M', path], { encoding: 'utf8' });
  const [, packets = '0'] = /(?:after reading|Number of packets:) *([0-9]+)/.exec(stderr + stdout) ?? [];
  return { packets: Number(packets), refused: stderr.includes('capinfos: The file') };
}

describe.skipIf(!hasTools)(
  'an odd file is read, or refused after as many packets, as by tcpdump or by Wireshark',
  () => {
    test.each(Object.entries(files))('%s', (_name, file) => {
      const path = join(folder, 'odd');
      writeFileSync(path, file);
      expect([byTcpdump(path), byWireshark(path)]).toContainEqual(ours(file));
    });
  },
);

const written: readonly WritablePacket[] = [0, 1_234_567, -5_000, 104 * 86_400 * 1e9].map((at, index) => ({
  at,
  origin: 1_700_000_000_123_456_789n,
  frame: new Uint8Array(20 + index).fill(index),
  interface: index % 2,
  originalLength: 1000 + index,
  comment: index === 1 ? 'Zürich 🗻' : null,
}));
const nanoseconds: CaptureFormat = { type: 'pcap', linkType: 1, resolution: 'nanoseconds' };
const microseconds: CaptureFormat = { type: 'pcap', linkType: 1, resolution: 'microseconds' };
const commented: CaptureFormat = {
  type: 'pcapng',
  comment: 'the file',
  interfaces: [
    { linkType: 1, name: 'eth0' },
    { linkType: 1, comment: 'the other' },
  ],
};

describe.skipIf(!hasTools)('what is written is read alike by tshark and tcpdump', () => {
  test.each([
    ['pcap in nanoseconds', nanoseconds, 1n],
    ['pcap in microseconds', microseconds, 1000n],
    ['pcapng', commented, 1n],
  ] as const)('%s', async (_name, format, unit) => {
    const path = join(folder, 'written');
    await writeCapture(path, written, format);
    const fields = ['frame.time_epoch', 'frame.cap_len', 'frame.len', 'frame.interface_id', 'frame.comment'];
    const options = ['-n', '-r', path, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])];
    const { stdout } = spawnSync('tshark', options, { encoding: 'utf8' });
    const isPcapng = format.type === 'pcapng';
    const expected = written.map((packet) => [
      seconds(((packet.origin + BigInt(packet.at)) / unit) * unit),
      packet.frame.length,
      packet.originalLength,
      isPcapng ? packet.interface : '',
      isPcapng ? (packet.comment ?? '') : '',
    ]);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual(expected.map((row) => row.join('\t').trimEnd()));
    expect(byTcpdump(path)).toEqual({ packets: 4, refused: false });
  });

  test('the comments of file and interface and the name of an interface', async () => {
    const path = join(folder, 'commented');
    await writeCapture(path, written, commented);
    const { stdout } = spawnSync('capinfos', ['-k', '-I', path], { encoding: 'utf8' });
    for (const text of ['the file', 'Name = eth0', 'Comment = the other', 'Time precision = nanoseconds']) {
      expect(stdout).toContain(text);
    }
  });
});

const seconds = (time: bigint): string => `${time / 10n ** 9n}.${String(time % 10n ** 9n).padStart(9, '0')}`;

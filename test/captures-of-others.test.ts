import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type CaptureSource, readCapture } from '@hoplite/transport-pcap';
import { describe, expect, test } from 'vitest';
import { sharedCaptures } from './support/shared-captures.js';

const captures = sharedCaptures();
const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark) console.warn('SKIPPED: the comparison of captures with what tshark reads, for want of tshark');

const files = captures === null ? [] : readdirSync(captures, { recursive: true, encoding: 'utf8' });
const names = files.filter((name) => /\.pcap(ng)?$/.test(name)).sort();

/** What tshark and we say of a packet. */
interface Row {
  readonly number: number;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly bytes: string;
  readonly originalLength: number;
  readonly interface: number;
  readonly comment: string | null;
}

async function ourRows(source: CaptureSource): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const packet of readCapture(source)) {
    rows.push({
      number: packet.number,
      time: packet.origin + BigInt(packet.at),
      bytes: Buffer.from(packet.frame).toString('hex'),
      originalLength: packet.originalLength,
      interface: packet.interface,
      comment: packet.comment,
    });
  }
  return rows;
}

async function tsharkRows(path: string): Promise<Row[]> {
  const options = ['-n', '-r', path, '-T', 'json', '-x', '-j', 'frame frame_raw pkt_comment'];
  const { stdout } = await promisify(execFile)('tshark', options, { maxBuffer: 2 ** 28 });
  const packets: readonly { readonly _source: { readonly layers: Layers } }[] = JSON.parse(stdout);
  const rows: Row[] = [];
  for (const { layers } of packets.map(({ _source }) => _source)) {
    if (isPacket(layers)) rows.push(rowOf(layers, rows.at(-1)?.time ?? 0n));
  }
  return rows;
}

interface Layers {
  readonly frame: Readonly<Record<string, string>>;
  readonly frame_raw: readonly [bytes: string, ...rest: unknown[]];
  readonly pkt_comment?: Readonly<Record<string, string>>;
}

/** tshark numbers custom blocks among the packets. */
const isPacket = ({ frame }: Layers): boolean => frame['frame.encap_type'] !== undefined;

/** A packet without a time has, by our rule, that of the packet before it. */
function rowOf({ frame, frame_raw: [bytes], pkt_comment: comment }: Layers, timeBefore: bigint): Row {
  const time = frame['frame.time_epoch'];
  return {
    number: Number(frame['frame.number']),
    time: time === undefined ? timeBefore : BigInt(time.replace('.', '')),
    bytes,
    originalLength: Number(frame['frame.len']),
    interface: Number(frame['frame.interface_id'] ?? 0),
    comment: comment?.['frame.comment'] ?? null,
  };
}

/** Instants are exact for 104 days from the first packet, and then to 256 ns. */
function expectSameTimes(ours: readonly Row[], theirs: readonly Row[]): void {
  const origin = theirs.find(({ time }) => time > 0n)?.time ?? 0n;
  for (const [index, { time }] of theirs.entries()) {
    const isFar = distance(time, origin) > 2n ** 53n && time > 0n;
    expect(distance(ours[index]?.time ?? -1n, time)).toBeLessThanOrEqual(isFar ? 256n : 0n);
  }
}

const distance = (a: bigint, b: bigint): bigint => (a < b ? b - a : a - b);
const withoutTime = ({ time: _time, ...rest }: Row): Omit<Row, 'time'> => rest;

describe.skipIf(captures === null || !hasTshark)('captures made by others are read as tshark reads them', () => {
  test.concurrent.each(names)('%s', async (name) => {
    const path = join(captures ?? '', name);
    const [ours, theirs] = await Promise.all([ourRows(path), tsharkRows(path)]);
    expect(ours.map(withoutTime)).toEqual(theirs.map(withoutTime));
    expectSameTimes(ours, theirs);
  });
});

describe.skipIf(captures === null)('captures made by others, read in other ways, give the same', () => {
  test.each(names)('%s', async (name) => {
    const bytes = readFileSync(join(captures ?? '', name));
    const rows = await ourRows(bytes);
    expect(await ourRows(gzipSync(bytes))).toEqual(rows);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_value, index) =>
      bytes.subarray(7 * index, 7 * index + 7),
    );
    expect(await ourRows(Readable.from(pieces))).toEqual(rows);
  });
});

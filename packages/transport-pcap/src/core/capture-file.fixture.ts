import fc from 'fast-check';
import { concatenate } from './concatenate.js';
import {
  type ByteOrder,
  block,
  classicHeader,
  classicRecord,
  enhancedBlock,
  interfaceBlock,
  layout,
  option,
  sectionHeader,
} from './layout.fixture.js';

/** Arbitrary capture files: what tools write, and what the formats allow beyond that. */
const order = fc.constantFrom<ByteOrder>('big', 'little');
/** Short as a rule; longer than what a queue holds at first, now and then. */
const frame = fc.oneof(
  { weight: 9, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  { weight: 1, arbitrary: fc.record({ length: fc.integer({ min: 2000, max: 5000 }), value: fc.nat(255) }).map(filled) },
);

function filled({ length, value }: { readonly length: number; readonly value: number }): Uint8Array {
  return new Uint8Array(length).fill(value);
}

const seconds = fc.oneof(fc.nat(0xffff_ffff), fc.integer({ min: 1_700_000_000, max: 1_700_000_100 }));

export const classicFile: fc.Arbitrary<Uint8Array> = fc
  .record({
    order,
    magic: fc.constantFrom(0xa1b2c3d4, 0xa1b23c4d, 0xa1b2cd34),
    version: fc.constantFrom<[number, number]>([2, 4], [2, 4], [2, 3], [2, 2]),
    linkType: fc.constantFrom(0, 1, 9, 101, 113, 231, 276),
    records: fc.array(fc.record({ seconds, fraction: fc.nat(999_999_999), frame }), { maxLength: 8 }),
  })
  .map(({ records, ...file }) => {
    const extra = new Uint8Array(file.magic === 0xa1b2cd34 ? 8 : 0);
    const written = records.map((record) => classicRecord({ ...record, extra, order: file.order }));
    return concatenate(classicHeader(file), ...written);
  });

const options = (order: ByteOrder): fc.Arbitrary<Uint8Array[]> =>
  fc.array(
    fc
      .record({ code: fc.constantFrom(0, 1, 2, 9, 14, 2988), value: fc.uint8Array({ maxLength: 20 }) })
      .map(({ code, value }) => option(order, code, value)),
    { maxLength: 4 },
  );

const timing = (order: ByteOrder): fc.Arbitrary<Uint8Array[]> =>
  fc
    .record({ resolution: fc.nat(255), offset: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) })
    .map(({ resolution, offset }) => [
      option(order, 9, Uint8Array.of(resolution)),
      option(order, 14, layout(order, [64, offset])),
    ]);

const pcapngBlock = (order: ByteOrder): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc
      .record({ linkType: fc.constantFrom(1, 101, 231), snapLength: fc.nat(100), options: options(order) })
      .map((given) => interfaceBlock({ ...given, order })),
    timing(order).map((options) => interfaceBlock({ order, options })),
    {
      weight: 4,
      arbitrary: fc
        .record({
          interface: fc.nat(1),
          time: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
          frame,
          options: options(order),
        })
        .map((given) => enhancedBlock({ ...given, order })),
    },
    frame.map((frame) => block(order, 3, layout(order, [32, frame.length], frame))),
    frame.map((frame) => block(order, 2, layout(order, [64, 0], [32, 7], [32, frame.length], [32, 99], frame))),
    fc.uint8Array({ maxLength: 50 }).map((body) => block(order, 0xbad, body)),
  );

const pcapngFile: fc.Arbitrary<Uint8Array> = fc
  .array(
    order.chain((order) =>
      fc
        .array(pcapngBlock(order), { maxLength: 8 })
        .map((blocks) => concatenate(sectionHeader(order), interfaceBlock({ order }), ...blocks)),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((sections) => concatenate(...sections));

export const captureFile: fc.Arbitrary<Uint8Array> = fc.oneof(classicFile, pcapngFile);

/** Files with some bytes changed, taken out or put in, or the end cut off. */
export function damaged(file: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255));
  const wounds = fc.array(
    fc.record({ place: fc.nat(), taken: fc.constantFrom(0, 1, 1, 1, 4), put: fc.array(byte, { maxLength: 4 }) }),
    { minLength: 1, maxLength: 5 },
  );
  return fc.tuple(file, wounds, fc.option(fc.nat())).map(([file, wounds, cut]) => {
    const bytes = [...file];
    for (const { place, taken, put } of wounds) bytes.splice(place % (bytes.length + 1), taken, ...put);
    return Uint8Array.from(cut === null ? bytes : bytes.slice(0, cut % (bytes.length + 1)));
  });
}

/** A way to cut a file into chunks, empty ones among them. */
export const chunked: fc.Arbitrary<(file: Uint8Array) => Uint8Array[]> = fc
  .array(fc.oneof(fc.nat(4), fc.nat(40), fc.nat(4000)), { minLength: 1, maxLength: 20 })
  .map((lengths) => (file) => {
    const chunks: Uint8Array[] = [];
    let start = 0;
    for (let turn = 0; start < file.length; turn += 1) {
      const length = lengths[turn % (lengths.length + 1)] ?? 1;
      chunks.push(file.subarray(start, start + length));
      start += length;
    }
    return chunks;
  });

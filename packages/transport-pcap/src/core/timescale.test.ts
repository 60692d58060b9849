import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTimescale } from './timescale.js';

const exponents = fc.oneof(fc.constantFrom(0, 3, 6, 9), fc.nat(127));
const resolution = fc.record({
  base: fc.constantFrom(2 as const, 10 as const),
  exponent: exponents,
  offset: fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }),
});
const timestamp = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

const halves = (time: bigint): [high: number, low: number] => [Number(time >> 32n), Number(time & 0xffff_ffffn)];

test('a timestamp is its count over the units per second, with the offset, in whole nanoseconds', () => {
  fc.assert(
    fc.property(resolution, timestamp, (resolution, time) => {
      const perSecond = BigInt(resolution.base) ** BigInt(resolution.exponent);
      const expected = (time * 10n ** 9n) / perSecond + resolution.offset * 10n ** 9n;
      expect(createTimescale(resolution).unixTime(...halves(time))).toBe(expected);
    }),
  );
});

test('an instant is exactly the time since the origin, for 104 days either way', () => {
  const most = 104n * 86_400n * 10n ** 9n;
  const distance = fc.bigInt({ min: -most, max: most });
  fc.assert(
    fc.property(resolution, timestamp, fc.array(distance), (resolution, time, distances) => {
      const scale = createTimescale(resolution);
      const origin = scale.unixTime(...halves(time)) - BigInt(distances.length);
      for (const distance of distances) {
        const other = time + (distance * BigInt(resolution.base) ** BigInt(resolution.exponent)) / 10n ** 9n;
        if (other < 0n || other >= 2n ** 64n) continue;
        const expected = scale.unixTime(...halves(other)) - origin;
        if (expected < -most || expected > most) continue;
        expect(scale.instant(...halves(other), origin)).toBe(Number(expected));
      }
    }),
  );
});

test('interfaces that count differently agree on the time', () => {
  const origin = 1_700_000_000_123_456_789n;
  const micro = createTimescale({ base: 10, exponent: 6, offset: 0n });
  const nano = createTimescale({ base: 10, exponent: 9, offset: -100n });
  expect(micro.instant(...halves(1_700_000_000_123_457n), origin)).toBe(211);
  expect(nano.instant(...halves(1_700_000_100_123_457_000n), origin)).toBe(211);
});

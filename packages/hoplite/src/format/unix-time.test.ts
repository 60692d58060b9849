import { formatTimestamp } from '@hoplite/engine';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unixTime } from './unix-time.js';

it('reads back every timestamp, of any year', () => {
  const any = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
  fc.assert(
    fc.property(any, (unixNanoseconds) => {
      const { seconds, nanoseconds } = unixTime(formatTimestamp(unixNanoseconds), 0);
      expect(BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)).toBe(unixNanoseconds);
    }),
  );
});

it.each([
  ['2026-01-31T12:00:00.000000000Z', 0, { seconds: 1769860800, nanoseconds: 0 }],
  ['2026-01-31T12:00:00.999999999Z', 0.000001, { seconds: 1769860801, nanoseconds: 0 }],
  ['2026-01-31T12:00:00.250000000Z', 1500, { seconds: 1769860801, nanoseconds: 750000000 }],
  ['2026-01-31T12:00:00.000000000Z', -0.000001, { seconds: 1769860799, nanoseconds: 999999999 }],
])('of %s and %s ms later', (startedAt, later, expected) => {
  expect(unixTime(startedAt, later)).toEqual(expected);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTimestamp } from './timestamp.js';

test('agrees with Date to the millisecond wherever Date reaches four-digit years, and keeps the nanoseconds', () => {
  const years0to9999 = fc.bigInt({ min: -62_167_219_200_000n, max: 253_402_300_799_999n });
  fc.assert(
    fc.property(years0to9999, fc.integer({ min: 0, max: 999_999 }), (milliseconds, nanoseconds) => {
      const text = formatTimestamp(milliseconds * 1_000_000n + BigInt(nanoseconds));
      const date = new Date(Number(milliseconds)).toISOString();
      expect(text).toBe(`${date.slice(0, -1)}${String(nanoseconds).padStart(6, '0')}Z`);
    }),
  );
});

test('goes on where Date gives up', () => {
  expect(formatTimestamp(2n ** 64n * 1_000_000_000n)).toMatch(/^\d{12}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
});

test('writes the years before 0 as ISO 8601 does', () => {
  const text = formatTimestamp(-70_000_000_000n * 1_000_000_000n);
  expect(text).toBe(
    new Date(-70_000_000_000_000).toISOString().replace('-000249', '-0249').replace('.000', '.000000000'),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

const platformDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

test('any bytes decode to what the platform decodes them to, replacement characters included', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(decodeUtf8(bytes)).toBe(platformDecoder.decode(bytes));
    }),
  );
});

test('bytes near the borders of UTF-8 decode to what the platform decodes them to', () => {
  const border = fc.constantFrom(
    ...[0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef],
    ...[0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff, 0xbb],
  );
  fc.assert(
    fc.property(fc.array(border, { maxLength: 8 }), (values) => {
      const bytes = Uint8Array.from(values);
      expect(decodeUtf8(bytes)).toBe(platformDecoder.decode(bytes));
    }),
    { numRuns: 2000 },
  );
});

test('any text, also with lone surrogates, is encoded as the platform encodes it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\ud800', '\udfff', 'a', 'é', '€', '😀') }),
      (a, b) => {
        expect([...encodeUtf8(a + b)]).toEqual([...new TextEncoder().encode(a + b)]);
      },
    ),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compensation, internetChecksum, pseudoHeaderSum, updateChecksum } from './checksum.js';

const uint16 = fc.nat(0xffff);

/** The definition in RFC 1071, one bit of arithmetic at a time. */
function definition(bytes: Uint8Array): number {
  let sum = 0;
  for (let offset = 0; offset < bytes.length; offset += 2) {
    sum += (bytes[offset] ?? 0) * 256 + (bytes[offset + 1] ?? 0);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return 0xffff - sum;
}

test('the example of RFC 1071 section 3 sums to ddf2', () => {
  expect(internetChecksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7))).toBe(0xffff - 0xddf2);
});

test('the checksum of any bytes, also of odd number and of more than 64 KiB, is that of its definition', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(0, 1, 65_535, 200_000), (bytes, before) => {
      const all = new Uint8Array(before + bytes.length).fill(0xff);
      all.set(bytes, before);
      expect(internetChecksum(all)).toBe(definition(all));
    }),
    { numRuns: 60 },
  );
});

test('a checksum begun from the sum of a pseudo-header is that over the pseudo-header written out', () => {
  const data = Uint8Array.of(1, 2, 3);
  const ipv4 = Uint8Array.of(192, 0, 2, 1, 198, 51, 100, 9, 0, 17, 0, 3, ...data);
  expect(internetChecksum(data, pseudoHeaderSum('192.0.2.1', '198.51.100.9', 17, 3))).toBe(definition(ipv4));
  // RFC 8200 section 8.1: a length of 32 bits.
  const source = [0x20, 0x01, 0x0d, 0xb8, ...new Uint8Array(11), 1];
  const destination = [...new Uint8Array(15), 1];
  const ipv6 = Uint8Array.of(...source, ...destination, 0, 1, 0, 2, 0, 0, 0, 58, ...data);
  expect(internetChecksum(data, pseudoHeaderSum('2001:db8::1', '::1', 58, 0x10002))).toBe(definition(ipv6));
});

test('a pseudo-header of what is no address is refused by name', () => {
  expect(() => pseudoHeaderSum('127.1', '::1', 17, 8)).toThrow(new RangeError('source must be an address, is "127.1"'));
});

test('an update after one changed word gives the checksum of the changed data', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 60 }), fc.nat(29), uint16, (bytes, word, after) => {
      const offset = 2 * (word % Math.floor(bytes.length / 2));
      const changed = Uint8Array.from(bytes);
      changed.set([after >> 8, after & 0xff], offset);
      // All-zero data is the one case with two right checksums: RFC 1624 section 3 gives the one without minus zero.
      fc.pre(changed.some((byte) => byte !== 0) && bytes.some((byte) => byte !== 0));
      const before = ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
      expect(updateChecksum(internetChecksum(bytes), before, after)).toBe(internetChecksum(changed));
    }),
  );
});

test('the example of RFC 1624 section 4 gives 0000, where the older equation 2 gave ffff', () => {
  expect(updateChecksum(0xdd2f, 0x5555, 0x3285)).toBe(0x0000);
});

test('the compensating word gives data the checksum that was wanted', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 2, maxLength: 60 }), uint16, (bytes, wanted) => {
      // Minus zero, which no sum of data that is not all zeros has.
      fc.pre(wanted !== 0xffff && bytes.some((byte) => byte !== 0));
      const word = compensation(internetChecksum(bytes), wanted);
      expect(
        internetChecksum(Uint8Array.of(...(bytes.length % 2 ? [...bytes, 0] : bytes), word >> 8, word & 0xff)),
      ).toBe(wanted);
    }),
  );
});

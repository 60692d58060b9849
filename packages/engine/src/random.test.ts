import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom, isSeed, type Seed } from './random.js';

/** OpenSSL's key stream, as words. */
function openssl(key: Uint8Array, stream: number, count: number): number[] {
  const counterAndNonce = Buffer.alloc(16);
  counterAndNonce.writeBigUInt64LE(BigInt(stream), 4);
  const cipher = createCipheriv('chacha20', Buffer.concat([key, key]), counterAndNonce);
  const bytes = cipher.update(Buffer.alloc(4 * count));
  return Array.from({ length: count }, (_, i) => bytes.readUInt32LE(4 * i));
}

function drawn(seed: Seed, stream: number, count: number): number[] {
  const random = createRandom(seed, stream);
  return Array.from({ length: count }, () => random.below(2 ** 32));
}

test('what is drawn is the key stream that OpenSSL makes of the seed', () => {
  const seed = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(seed, fc.maxSafeNat(), (bytes, stream) => {
      expect(drawn(Buffer.from(bytes).toString('hex'), stream, 40)).toEqual(openssl(bytes, stream, 40));
    }),
  );
});

test('a number is a seed too: its 64 bits, the low ones first', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (seed) => {
      const bytes = Buffer.alloc(16);
      bytes.writeBigInt64LE(BigInt(seed));
      expect(drawn(seed, 1, 4)).toEqual(openssl(bytes, 1, 4));
    }),
  );
});

test('a bound holds, and every number below it comes', () => {
  const random = createRandom(1, 1);
  const numbers = Array.from({ length: 1000 }, () => random.below(7));
  expect(new Set(numbers)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
});

test.each<[unknown, boolean]>([
  [0, true],
  [-7, true],
  [2 ** 53 - 1, true],
  [2 ** 53, false],
  [0.5, false],
  [Number.NaN, false],
  ['00112233445566778899aAbBcCdDeEfF', true],
  ['00112233445566778899aabbccddeef', false],
  ['00112233445566778899aabbccddeeffa', false],
  ['00112233445566778899aabbccddeefg', false],
  [undefined, false],
])('%s is a seed: %s', (seed, is) => {
  expect(isSeed(seed)).toBe(is);
});

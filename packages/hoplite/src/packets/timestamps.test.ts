import { type CapturePacket, formatTimestamp } from '@hoplite/engine';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timestamps } from './timestamps.js';

function packet(origin: bigint, at: number): CapturePacket {
  const frame = new Uint8Array(0);
  return { number: 1, at, origin, frame, linkType: 1, interface: 0, originalLength: 0, comment: null };
}

it('shows the nanosecond at which each packet crossed the interface', () => {
  const timestamp = timestamps();
  const origin = 1_700_000_000_999_999_998n;
  expect([0, 1, 2, 3, -1_000_000_000].map((at) => timestamp(packet(origin, at)))).toEqual([
    '2023-11-14T22:13:20.999999998Z',
    '2023-11-14T22:13:20.999999999Z',
    '2023-11-14T22:13:21.000000000Z',
    '2023-11-14T22:13:21.000000001Z',
    '2023-11-14T22:13:19.999999998Z',
  ]);
});

it('is exact up to the last instant that a number holds', () => {
  expect(timestamps()(packet(0n, Number.MAX_SAFE_INTEGER))).toBe('1970-04-15T05:59:59.254740991Z');
});

it('gives for any packets in any order what each alone gives', () => {
  const origins = fc.bigInt({ min: 0n, max: (1n << 64n) * 1000n });
  const instants = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constant(2 ** 60), fc.constant(-(2 ** 60)));
  fc.assert(
    fc.property(fc.array(origins, { minLength: 1, maxLength: 2 }), fc.array(instants), (both, ats) => {
      const timestamp = timestamps();
      for (const [index, at] of ats.entries()) {
        const origin = both[index % both.length] ?? 0n;
        expect(timestamp(packet(origin, at))).toBe(formatTimestamp(origin + BigInt(at)));
      }
    }),
  );
});

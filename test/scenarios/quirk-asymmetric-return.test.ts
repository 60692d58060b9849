import { expect, test } from 'vitest';
import { detour } from './detour.js';
import { answersAt, EVERY_WAY, trace, WHOLE } from './network.js';

// Connected: an Internet Encyclopedia: the way back is another than the way there.
test.each(EVERY_WAY)('$method over IPv$family cannot see the way back, but its time', async (way) => {
  const traced = await trace(detour('incoming'), way);
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
  expect([1, 2, 3, 4].map((ttl) => answersAt(traced, ttl)[0]?.rtt)).toEqual([2, 4, 25, 27]);
});

// Back from r3 are x, y and r1, where there were r1 and r2 on the way there.
test('the TTL of the answers shows that the way back is longer', async () => {
  const traced = await trace(detour('incoming'));
  expect([1, 2, 3].map((ttl) => answersAt(traced, ttl)[0]?.replyTtl)).toEqual([255, 254, 252]);
});

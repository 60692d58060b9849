import { expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, trace } from './network.js';

// Connected: an Internet Encyclopedia, buggy routers: the TTL is not decremented.
const network = line({ nodes: { r2: { ttl: 'keep' } } });

test.each(EVERY_WAY)('a router that leaves the TTL alone is missing from $method over IPv$family', async (way) => {
  const traced = await trace(network, way);
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r3', 'target'], lastTtl: 3 });
});

test('what remains of it is the time that it takes', async () => {
  const traced = await trace(network);
  expect([1, 2, 3].map((ttl) => answersAt(traced, ttl)[0]?.rtt)).toEqual([2, 6, 8]);
});

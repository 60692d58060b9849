import { expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, trace } from './network.js';

// Connected: an Internet Encyclopedia, buggy routers: packets are forwarded with a TTL of zero.
const network = line({ nodes: { r2: { ttl: 'forward-zero' } } });

test.each(EVERY_WAY)('the router behind answers $method over IPv$family in its place, then for itself', async (way) => {
  const traced = await trace(network, way);
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r3', 'r3', 'target'] });
});

test('the quoted TTL of zero gives it away', async () => {
  const traced = await trace(network);
  expect([1, 2, 3].map((ttl) => answersAt(traced, ttl)[0]?.quotedTtl)).toEqual([1, 0, 1]);
});

test('a target behind it answers once more than it has places, and the trace ends with the first', async () => {
  const traced = await trace(line({ nodes: { r3: { ttl: 'forward-zero' } } }));
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2', 'target'] });
});

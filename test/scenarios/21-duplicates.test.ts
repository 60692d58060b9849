import { expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, trace } from './network.js';

test.each(EVERY_WAY)('copies of an answer to $method over IPv$family are counted at their own probe', async (way) => {
  const nodes = { r2: { errors: { copies: 3, jitter: 20 } }, r3: { errors: false } };
  const traced = await trace(line({ nodes }), way);
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2', '*', 'target'], foreign: 0 });
  expect(answersAt(traced, 2).map(({ duplicates }) => duplicates)).toEqual([2, 2, 2]);
});

test('the first copy gives the round-trip time', async () => {
  const traced = await trace(line({ nodes: { r2: { errors: { copies: 3, jitter: 20 } } } }), { queries: 1 });
  const first = traced.events.findIndex((happened) => happened.event === 'reply' && happened.ttl === 2);
  const copies = traced.events.flatMap((happened, index) => (happened.event === 'duplicate' ? [index] : []));
  expect(copies.every((index) => index > first)).toBe(true);
  expect(answersAt(traced, 2)[0]?.rtt).toBeLessThan(24);
});

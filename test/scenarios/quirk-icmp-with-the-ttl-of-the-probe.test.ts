import { expect, test } from 'vitest';
import { answersAt, line, trace } from './network.js';

// Connected: an Internet Encyclopedia, buggy routers: Time Exceeded is sent with the TTL of the packet that it answers,
// which is used up: the answer dies on its way back.
test('a router that answers with the TTL left over is silent but for its neighbour', async () => {
  const far = await trace(line({ nodes: { r2: { errors: { ttl: 'probe' } } } }));
  expect(far).toMatchObject({ outcome: 'reached', path: ['r1', '*', 'r3', 'target'] });
  const near = await trace(line({ nodes: { r1: { errors: { ttl: 'probe' } } } }));
  expect(near.path).toEqual(['r1', 'r2', 'r3', 'target']);
  expect(answersAt(near, 1)[0]?.replyTtl).toBe(1);
});

// A target like that answers once its TTL suffices for both ways: at 7, 3 routers each way and itself.
test('a target that does so seems twice as far, and is found there', async () => {
  const traced = await trace(line({ nodes: { target: { errors: { ttl: 'probe' } } } }));
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2', 'r3', '*', '*', '*', 'target'] });
  expect(answersAt(traced, 7)[0]?.replyTtl).toBe(1);
});

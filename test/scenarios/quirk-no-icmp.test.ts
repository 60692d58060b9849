import { expect, test } from 'vitest';
import { EVERY_WAY, line, trace } from './network.js';

// Connected: an Internet Encyclopedia, buggy routers: no Time Exceeded at all.
test.each(EVERY_WAY)('a router without ICMP is a silent hop of $method over IPv$family', async (way) => {
  const traced = await trace(line({ nodes: { r2: { errors: false } } }), way);
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', '*', 'r3', 'target'] });
});

test('a host that answers nothing is no reason to go on for ever', async () => {
  const mute = line({ nodes: { target: { errors: false, services: { echo: false, closed: 'ignore' } } } });
  const all = await trace(mute, { maxTtl: 8 });
  expect(all).toMatchObject({ outcome: 'max-ttl', lastTtl: 3, error: { code: 'MAX_TTL' } });
  const few = await trace(mute, { gap: 2 });
  expect(few).toMatchObject({ outcome: 'gap', path: ['r1', 'r2', 'r3', '*', '*'], error: { code: 'GAP' } });
});

import { expect, test } from 'vitest';
import { EVERY_WAY, line, trace } from './network.js';

// A firewall on the way to the sender, on Windows often its own, lets no Time Exceeded in.
const behindFirewall = line({
  nodes: { r1: { errors: false, filters: [{ action: 'drop', protocol: 'icmp', to: '10.0.1.1/32' }] } },
});

test('a trace by TCP shows that the destination answers, and no router', async () => {
  const traced = await trace(behindFirewall, { method: 'tcp' });
  expect(traced).toMatchObject({ outcome: 'reached', path: ['*', '*', '*', 'target'], lastTtl: 4 });
});

test.each(EVERY_WAY)('$method over IPv$family waits no longer for silent routers than ten round trips', async (way) => {
  const silent = { errors: { timeExceeded: false } };
  const traced = await trace(line({ nodes: { r1: silent, r2: silent, r3: silent } }), way);
  expect(traced).toMatchObject({ outcome: 'reached', path: ['*', '*', '*', 'target'], lastTtl: 4 });
  expect(traced.duration).toBeLessThan(200);
});

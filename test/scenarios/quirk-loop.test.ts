import { expect, test } from 'vitest';
import { EVERY_WAY, line, trace } from './network.js';

// r3 sends what is for the target back to r2; r2 sends it to r3 again.
const loop = line({
  nodes: {
    r3: {
      routes: [
        { to: '10.0.4.2/32', via: ['r2'] },
        { to: '2001:db8::4:2/128', via: ['r2'] },
      ],
    },
  },
});

test.each(EVERY_WAY)('$method over IPv$family shows a loop as it is, up to the last TTL', async (way) => {
  const traced = await trace(loop, { ...way, maxTtl: 7 });
  const back = way.family === 4 ? '10.0.3.1' : '2001:db8::3:1';
  expect(traced).toMatchObject({ outcome: 'max-ttl', lastTtl: 7, answeredBy: null });
  expect(traced.path).toEqual(['r1', 'r2', 'r3', back, 'r3', back, 'r3']);
});

test('a loop that ends while it is traced lets the trace reach its target', async () => {
  const changes = [{ at: 3000, node: 'r3', set: { routes: [] } }];
  const traced = await trace({ ...loop, changes }, { interval: 250, queries: 1, maxTtl: 30, parallel: 1 });
  expect(traced.outcome).toBe('reached');
  expect(traced.path.slice(0, 4)).toEqual(['r1', 'r2', 'r3', '10.0.3.1']);
  expect(traced.path.at(-1)).toBe('target');
});

import { expect, test } from 'vitest';
import { EVERY_WAY, line, trace } from './network.js';

// Connected: an Internet Encyclopedia: the path changes while it is traced. From r1 on there is a longer way by x and y;
// after 300 ms the link from r1 to r2 is gone.
const network = line({
  nodes: { x: { addresses: ['10.0.9.1', '2001:db8:9::1'] }, y: { addresses: ['10.0.9.2', '2001:db8:9::2'] } },
  moreLinks: [
    { ends: ['r1', 'x'], latency: 1, cost: 10 },
    { ends: ['x', 'y'], latency: 1, cost: 10 },
    { ends: ['y', 'r3'], latency: 1, cost: 10 },
  ],
  rest: { changes: [{ at: 300, link: 'r1-r2', set: { up: false } }] },
});

test.each(EVERY_WAY)(
  '$method over IPv$family tells what each probe met, though no packet went that way',
  async (way) => {
    const traced = await trace(network, { ...way, queries: 1, parallel: 1, interval: 150 });
    // The first two are asked before the change; at 300 ms the third place is already that of y.
    const y = way.family === 4 ? '10.0.9.2' : '2001:db8:9::2';
    expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2', y, 'r3', 'target'] });
  },
);

test('a change among the queries of one hop shows both routers there', async () => {
  const traced = await trace(network, { parallel: 1, interval: 75 });
  expect(traced.outcome).toBe('reached');
  // The second hop is asked at 225, 300 and 375 ms.
  expect(traced.path.slice(0, 3)).toEqual(['r1', 'r2 10.0.9.1', '10.0.9.2']);
});

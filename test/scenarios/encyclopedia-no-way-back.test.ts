import { expect, test } from 'vitest';
import { detour } from './detour.js';
import { EVERY_WAY, line, trace } from './network.js';

// Connected: an Internet Encyclopedia: a router that knows no way back to the sender cannot answer it.
const noWay = [
  { to: '10.0.1.0/24', unreachable: null },
  { to: '2001:db8::1:0/112', unreachable: null },
];

test.each(EVERY_WAY)('one router without a way back is silent for $method over IPv$family', async (way) => {
  // What answers from behind it comes by another way.
  const network = detour('incoming');
  const r2 = { kind: 'router', routes: noWay } as const;
  const traced = await trace({ ...network, nodes: { ...network.nodes, r2 } }, way);
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', '*', 'r3', 'target'] });
});

test.each(EVERY_WAY)('a router that loses what goes back silences all behind it: $method, IPv$family', async (way) => {
  const traced = await trace(line({ nodes: { r2: { routes: noWay } } }), { ...way, maxTtl: 6, wait: 500 });
  expect(traced).toMatchObject({ outcome: 'max-ttl', lastTtl: 1, path: ['r1', '*', '*', '*', '*', '*'], foreign: 0 });
});

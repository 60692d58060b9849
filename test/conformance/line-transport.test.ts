import { TraceEngine } from '@hoplite/engine';
import { expect, test } from 'vitest';
import { createLineTransport } from '../../examples/line-transport.js';

const ROUTERS = ['198.51.100.1', '198.51.100.2'];
const HOST = '192.0.2.9';

test('a trace over it finds its routers', async () => {
  await using engine = new TraceEngine(createLineTransport(ROUTERS, HOST), { seed: 1 });
  const { outcome, hops } = await engine.trace(HOST, { method: 'udp' }).result;
  expect(outcome).toBe('reached');
  expect(
    hops.map(({ probes }) => probes.map((probe) => ('address' in probe ? [probe.address, probe.rtt] : null))),
  ).toEqual([...ROUTERS, HOST].map((address, i) => Array(3).fill([address, i + 1])));
});

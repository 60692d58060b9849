import { expect, test } from 'vitest';
import { TraceEngine } from './engine.js';
import { createLine } from './line.fixture.js';

const HERE = '192.0.2.9';
const ROUTERS = Array.from({ length: 12 }, (_, i) => `198.51.100.${i}`);

test.each([
  ['perDestination', { perDestination: 4 }, 16, [HERE, HERE, HERE], 4],
  ['maxInFlight', { maxInFlight: 5 }, 16, [HERE, '192.0.2.10', '192.0.2.11'], 5],
  ['parallel', {}, 3, [HERE], 3],
])('as many are in flight as %s allows, and while answers come never more', async (_, options, parallel, to, most) => {
  const line = createLine({ target: HERE, routers: ROUTERS });
  await using engine = new TraceEngine(line, { seed: 1, rate: 1e6, ...options });
  const traces = to.map((target) => engine.trace(target, { parallel }));
  for (const { result } of traces) expect(await result).toMatchObject({ outcome: 'reached' });
  // The answer is there after a millisecond for each hop; what comes at the same instant is heard of first.
  const flights = line.sent.map(({ at, ttl }) => ({ at, until: at + Math.min(ttl, ROUTERS.length + 1) * 1e6 }));
  const flying = flights.map(({ at }, i) => flights.slice(0, i + 1).filter(({ until }) => until > at).length);
  expect(Math.max(...flying)).toBe(most);
});

test('the probes that a trace leaves behind when it ends take up no room', async () => {
  const line = createLine({ target: HERE, routers: [null, null, null] });
  await using engine = new TraceEngine(line, { seed: 1, maxInFlight: 4, perDestination: 3 });
  for (let i = 0; i < 3; i++) expect((await engine.trace(HERE, { timeout: 50 }).result).probesSent).toBe(3);
  const [first, second] = [engine.trace(HERE), engine.trace('192.0.2.10')];
  expect(await first.result).toMatchObject({ outcome: 'reached', lastTtl: 4 });
  expect(await second.result).toMatchObject({ outcome: 'reached', lastTtl: 4 });
});

import { expect, test } from 'vitest';
import { TraceEngine } from './engine.js';
import { createLine, type Line } from './line.fixture.js';

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

test.each<[string, Line['fate']]>([
  ['most are lost', (_, ttl) => ({ lost: ttl % 4 > 0 })],
  ['most are answered late', (_, ttl) => ({ delay: ttl % 4 > 0 ? 60 : 0 })],
])('never more than parallel are waited for, though %s', async (_, fate = () => ({})) => {
  const line = createLine({ target: HERE, routers: Array(20).fill(ROUTERS[0]), fate });
  await using engine = new TraceEngine(line, { seed: 1, rate: 1e9 });
  const trace = engine.trace(HERE, { parallel: 2, queries: 2, wait: 50, waitHere: 0, waitNear: 0, maxTtl: 20 });
  expect(await trace.result).toMatchObject({ outcome: 'max-ttl', probesSent: 40 });
  const flights = line.sent.map(({ at, ttl }, number) => {
    const { lost = false, delay = 0 } = fate(number, ttl);
    return { at, until: at + Math.min(50, lost ? 50 : ttl + delay) * 1e6 };
  });
  const flying = flights.map(({ at }, i) => flights.slice(0, i + 1).filter(({ until }) => until > at).length);
  expect(Math.max(...flying)).toBe(2);
});

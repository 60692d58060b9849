import { expect, test } from 'vitest';
import type { Clock } from '../transport.js';
import { TraceEngine } from './engine.js';
import { createLine } from './line.fixture.js';

const TARGET = '192.0.2.9';

/** A transport, and what its clock is asked to wake somebody for. */
function watched() {
  const line = createLine({ target: TARGET, routers: ['198.51.100.1', null, '198.51.100.3'] });
  const armed = new Set<object>();
  const wake: Clock['wake'] = (at, callback) => {
    const wanted = {};
    armed.add(wanted);
    const cancel = line.clock.wake(at, () => {
      armed.delete(wanted);
      callback();
    });
    return () => {
      armed.delete(wanted);
      cancel();
    };
  };
  const clock = { origin: line.clock.origin, now: () => line.clock.now(), wake };
  return { transport: { ...line, clock }, armed };
}

test('an aborted trace takes its deadlines along: nothing is left to wake its engine for', async () => {
  const { transport, armed } = watched();
  await using engine = new TraceEngine(transport, { seed: 1 });
  const trace = engine.trace(TARGET, { parallel: 1 });
  for await (const { event } of trace) if (event === 'sent') break;
  expect(armed.size).toBe(1);
  trace.abort();
  expect((await trace.result).outcome).toBe('aborted');
  expect(armed.size).toBe(0);
});

test.each([
  ['its turn', {}],
  ['its own interval', { interval: 60_000 }],
])('an aborted trace that waited for %s is waited for no more', async (_, options) => {
  const { transport, armed } = watched();
  await using engine = new TraceEngine(transport, { seed: 1, rate: 0.01 });
  const traces = [engine.trace(TARGET, options), engine.trace(TARGET, options)];
  for await (const { event } of traces[0] ?? []) if (event === 'sent') break;
  for (const trace of traces) trace.abort();
  await Promise.all(traces.map(({ result }) => result));
  expect(armed.size).toBe(0);
});

test('its transport hears of each trace that is ended from outside, when it is, and of no other', async () => {
  const line = createLine({ target: TARGET, routers: ['198.51.100.1'] });
  const heard: unknown[] = [];
  const interrupted = (...told: readonly unknown[]) => void heard.push(told);
  const engine = new TraceEngine({ ...line, interrupted }, { seed: 1 });
  const traces = [1, 2, 3, 4].map(() => engine.trace(TARGET, { method: 'icmp' }));
  line.clock.wake(500, () => traces[1]?.abort());
  line.clock.wake(700, () => traces[3]?.abort());
  const ended = await traces[0]?.result;
  traces[0]?.abort();
  await traces[2]?.result;
  const running = engine.trace(TARGET);
  await engine.close();
  const { outcome } = await running.result;
  expect(heard).toEqual([
    [2, 'aborted', 500],
    [4, 'aborted', 700],
    [5, outcome, line.clock.now()],
  ]);
  expect([ended?.outcome, outcome]).toEqual(['reached', 'shutdown']);
});

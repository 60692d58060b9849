import { expect, test } from 'vitest';
import type { Clock } from '../transport.js';
import { TraceEngine } from './engine.js';
import { createLine } from './line.fixture.js';

test('an aborted trace takes its deadlines along: nothing is left to wake its engine for', async () => {
  const line = createLine({ target: '192.0.2.9', routers: ['198.51.100.1', null, '198.51.100.3'] });
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
  await using engine = new TraceEngine({ ...line, clock }, { seed: 1 });
  const trace = engine.trace('192.0.2.9', { parallel: 1 });
  for await (const { event } of trace) if (event === 'sent') break;
  expect(armed.size).toBe(1);
  trace.abort();
  expect((await trace.result).outcome).toBe('aborted');
  expect(armed.size).toBe(0);
});

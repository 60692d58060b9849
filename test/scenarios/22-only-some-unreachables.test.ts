import { TraceEngine } from '@hoplite/engine';
import { createSimTransport } from '@hoplite/transport-sim';
import { expect, test } from 'vitest';
import { answersAt, line, METHODS, pathOf, trace } from './network.js';

/** r3 knows no way to the target, and says so by so many errors a second, however many probes ask for one. */
const limited = (count: number) =>
  line({
    nodes: { r3: { routes: [{ to: '10.0.4.2/32', unreachable: 13 }], errors: { limit: { count, per: 1000 } } } },
  });

// Linux traceroute, tried on such a path, printed 21 silent hops, and the answer at the 24th.
test.each(METHODS)(
  '%s ends at the first hop that is told to be unreachable, by one answer of three',
  async (method) => {
    const traced = await trace(limited(4), { method });
    expect(traced).toMatchObject({ outcome: 'unreachable', annotation: '!X', answeredBy: '10.0.3.2' });
    expect(traced.path).toEqual(['r1', 'r2', 'r3', 'r3 !X *']);
    expect(answersAt(traced, 4).map(({ attempt }) => attempt)).toEqual([1]);
  },
);

// As Linux does it: no answer at all but one a second, which somebody else has just had.
test.each(METHODS)('%s asked while the limit is spent says where its way ends', async (method) => {
  const spent = line({
    nodes: {
      r3: {
        routes: [{ to: '10.0.4.2/32', unreachable: 13 }],
        errors: { timeExceeded: false, limit: { count: 1, per: 1000 } },
      },
    },
  });
  const transport = createSimTransport(spent, { seed: 1 });
  await using engine = new TraceEngine(transport, { seed: 1, perDestination: 64 });
  const traces = [engine.trace('10.0.4.2', { method }), engine.trace('10.0.4.2', { method })];
  const [first, second] = await Promise.all(traces.map(({ result }) => result));
  if (first === undefined || second === undefined) throw new Error();
  const ended = { outcome: 'unreachable', annotation: '!X', answeredBy: '10.0.3.2' };
  expect(first).toMatchObject({ ...ended, lastTtl: 4 });
  expect(second).toMatchObject(ended);
  const silent = Array(second.lastTtl - 3).fill('*');
  expect(silent.length).toBeGreaterThan(2);
  expect(pathOf(transport, second)).toEqual(['r1', 'r2', ...silent, expect.stringMatching(/^(\* )?r3 !X/)]);
  expect(second.notices).toEqual([
    {
      code: 'end-nearer',
      text: `10.0.3.2 stands at TTL 3, as its quote of the probe with TTL ${second.lastTtl} shows: the probes from there on went unanswered`,
    },
  ]);
  expect(second.probesSent).toBeLessThanOrEqual(3 * second.lastTtl + 16);
});

test('no more probes go out in vain than may be in flight', async () => {
  const wide = await trace(limited(4));
  expect(wide.probesSent).toBeLessThanOrEqual(9 + 16);
  const narrow = await trace(limited(4), { parallel: 1 });
  expect(narrow).toMatchObject({ path: ['r1', 'r2', 'r3', 'r3 !X *'], probesSent: 12 });
});

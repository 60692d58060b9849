import { expect, test } from 'vitest';
import { answersAt, line, METHODS, trace } from './network.js';

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

test('no more probes go out in vain than may be in flight', async () => {
  const wide = await trace(limited(4));
  expect(wide.probesSent).toBeLessThanOrEqual(9 + 16);
  const narrow = await trace(limited(4), { parallel: 1 });
  expect(narrow).toMatchObject({ path: ['r1', 'r2', 'r3', 'r3 !X *'], probesSent: 12 });
});

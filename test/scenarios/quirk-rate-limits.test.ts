import { expect, test } from 'vitest';
import { answersAt, line, METHODS, trace } from './network.js';

/** r2 sends one error in half a second. */
const limited = line({ nodes: { r2: { errors: { limit: { count: 1, per: 500 } } } } });

test.each(METHODS)('a limit on errors loses answers to %s at that hop, and nowhere else', async (method) => {
  const traced = await trace(limited, { method });
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2 *', 'r3', 'target'] });
  expect(traced.hops[1]?.probes.map(({ status }) => status)).toEqual(['replied', 'timeout', 'timeout']);
});

test('who asks slowly enough gets them all', async () => {
  const traced = await trace(limited, { interval: 500 });
  expect(answersAt(traced, 2)).toHaveLength(3);
  expect(traced.path).toEqual(['r1', 'r2', 'r3', 'target']);
});

import { expect, test } from 'vitest';
import { answersAt, line, METHODS, trace } from './network.js';

// r2 takes 1.5 s where the trace waits for one; r3, asked meanwhile, says nothing.
const network = line({ nodes: { r2: { errors: { delay: 1500 } }, r3: { errors: false } } });
const patient = { wait: 1000, waitHere: 0, waitNear: 0, parallel: 1 } as const;

test.each(METHODS)('an answer to %s after its time is late, and never that of a later probe', async (method) => {
  const traced = await trace(network, { ...patient, method });
  expect(traced.path).toEqual(['r1', 'r2', '*', 'target']);
  expect(answersAt(traced, 2).map(({ status, rtt }) => ({ status, rtt }))).toEqual(
    Array(3).fill({ status: 'late', rtt: 1504 }),
  );
  expect(traced.events.filter(({ event }) => event === 'late')).toHaveLength(3);
  expect(traced).toMatchObject({ outcome: 'reached', foreign: 0 });
});

test('a late answer of the target ends the trace with the hop in which it comes', async () => {
  const slow = { errors: { delay: 1500 }, services: { delay: 1500 } };
  const traced = await trace(line({ nodes: { target: slow } }), { ...patient, queries: 2 });
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2', 'r3', 'target *'] });
  expect(answersAt(traced, 4)[0]).toMatchObject({ status: 'late', rtt: 1508 });
});

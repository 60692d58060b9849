import { expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, trace, WHOLE } from './network.js';

test.each(EVERY_WAY)('links that send packets twice change nothing of $method over IPv$family', async (way) => {
  const traced = await trace(line({ links: { r1: { duplication: 1 } } }), way);
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
  // Two copies there, each answer copied on its way back.
  expect(answersAt(traced, 2).map(({ duplicates }) => duplicates)).toEqual([3, 3, 3]);
});

test.each(EVERY_WAY)('answers in any order find their probes of $method over IPv$family', async (way) => {
  const shuffled = { reordering: 0.5, reorderingDelay: 40, jitter: 10 };
  const network = line({ links: { pc: shuffled, r1: shuffled, r2: shuffled, r3: shuffled } });
  const traced = await trace(network, { ...way, waitHere: 0, waitNear: 0 });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0, ambiguous: 0 });
  const asked = traced.events.flatMap((told) => (told.event === 'reply' ? [told.probe.sentAt] : []));
  expect(asked).not.toEqual(asked.toSorted((a, b) => a - b));
});

test.each(EVERY_WAY)(
  'answers after their time are late ones of their own probes of $method over IPv$family',
  async (way) => {
    const nodes = { r2: { errors: { delay: 3500 } }, r3: { errors: false } };
    const request = { ...way, wait: 1000, waitHere: 0, waitNear: 0, parallel: 1 };
    const traced = await trace(line({ nodes }), request);
    expect(traced.path).toEqual(['r1', 'r2', '*', 'target']);
    expect(answersAt(traced, 2).map(({ status }) => status)).toEqual(['late', 'late', 'late']);
  },
);

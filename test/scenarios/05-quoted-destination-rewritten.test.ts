import { expect, test } from 'vitest';
import { answersAt, line, METHODS, trace, WHOLE } from './network.js';

// Two replies in a hundred quote another destination than was probed (Malone and Luckie, PAM 2007).
test.each(METHODS)('%s takes an answer whose quote names another destination, and says so', async (method) => {
  const network = line({ nodes: { r2: { errors: { quote: { destination: '203.0.113.99' } } } } });
  const traced = await trace(network, { method });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
  expect(answersAt(traced, 2).map(({ nat }) => nat)).toEqual([true, true, true]);
  expect(answersAt(traced, 2)[0]?.changed.destination).toEqual({ sent: '10.0.4.2', quoted: '203.0.113.99' });
  expect(answersAt(traced, 3)[0]).toMatchObject({ nat: false, changed: {} });
});

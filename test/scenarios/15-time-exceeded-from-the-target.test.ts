import { expect, test } from 'vitest';
import { EVERY_WAY, line, trace } from './network.js';

// A NAT in front of the target answers with the target's address: the trace must go on to the target itself.
test.each(EVERY_WAY)('Time Exceeded from the address of the target ends no $method over IPv$family', async (way) => {
  const from = way.family === 4 ? '10.0.4.2' : '2001:db8::4:2';
  const traced = await trace(line({ nodes: { r2: { errors: { from } } } }), way);
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'target', 'r3', 'target'], answeredBy: from });
});

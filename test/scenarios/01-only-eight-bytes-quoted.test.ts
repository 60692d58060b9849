import { expect, test } from 'vitest';
import { EVERY_WAY, everyRouter, line, trace, WHOLE } from './network.js';

// RFC 792 asks routers for the IP header and 8 bytes more; mtr drops such answers to TCP.
test.each(EVERY_WAY)('$method over IPv$family needs no more of the quote than 8 bytes', async ({ method, family }) => {
  const eightBytes = { errors: { quote: { length: 'minimum' } } } as const;
  const network = line({ nodes: { ...everyRouter(eightBytes), target: eightBytes } });
  const traced = await trace(network, { method, family });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0, ambiguous: 0 });
});

test.each(EVERY_WAY)('$method over IPv$family is not misled by zeros behind them', async ({ method, family }) => {
  const padded = { errors: { quote: { length: 'minimum', padTo: 128 } } } as const;
  const traced = await trace(line({ nodes: everyRouter(padded) }), { method, family });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0, ambiguous: 0 });
});

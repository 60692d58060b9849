import { expect, test } from 'vitest';
import { FAMILIES, line, trace } from './network.js';

// Cloudflare's anycast resolvers, among others, refuse a port from another of their addresses.
test.each(FAMILIES)('Port Unreachable ends a trace whoever sends it, over IPv%i', async (family) => {
  const from = family === 4 ? '203.0.113.9' : '2001:db8:5::9';
  const traced = await trace(line({ nodes: { target: { errors: { from } } } }), { family });
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2', 'r3', from], answeredBy: from });
});

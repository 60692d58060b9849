import { expect, test } from 'vitest';
import { EVERY_WAY, line, trace } from './network.js';

// Cloudflare's anycast resolvers, among others, refuse a port from another of their addresses.
test.each(EVERY_WAY.filter(({ method }) => method.startsWith('udp')))(
  'Port Unreachable ends $method over IPv$family whoever sends it',
  async (way) => {
    const from = way.family === 4 ? '203.0.113.9' : '2001:db8:5::9';
    const traced = await trace(line({ nodes: { target: { errors: { from } } } }), way);
    expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2', 'r3', from], answeredBy: from });
  },
);

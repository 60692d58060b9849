import { expect, test } from 'vitest';
import { read } from './meddling.js';
import { line, trace } from './network.js';

// Identifiers of 5 or 8 bits run over after 32 hops or 256 probes: 40 hops of 8 queries are more than both.
const LONG = line({ routers: 39 });
const EVERYONE = [...Array.from({ length: 39 }, (_, index) => `r${index + 1}`), 'target'];

test.each(['udp', 'udp-classic', 'icmp', 'tcp'] as const)('%s tells 320 probes apart', async (method) => {
  const identifications = new Set<number>();
  const leaving = (probe: Uint8Array) => {
    const { ip } = read(probe);
    if (ip.version === 4) identifications.add(ip.identification);
    return probe;
  };
  const request = { method, maxTtl: 40, queries: 8, parallel: 255, meddling: { leaving } } as const;
  const traced = await trace(LONG, request);
  expect(traced).toMatchObject({ outcome: 'reached', path: EVERYONE, foreign: 0, ambiguous: 0, probesSent: 320 });
  expect(identifications.size).toBe(320);
});

test.each(['udp', 'icmp', 'tcp', 'udp-classic'] as const)('%s does so over IPv6', async (method) => {
  const traced = await trace(LONG, { method, family: 6, maxTtl: 40, queries: 8, parallel: 255 });
  expect(traced).toMatchObject({ outcome: 'reached', path: EVERYONE, foreign: 0, ambiguous: 0 });
});

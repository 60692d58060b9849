import { verifyChecksums } from '@hoplite/codec';
import { expect, test } from 'vitest';
import { line, METHODS, trace, WHOLE } from './network.js';

// Routers look at no ICMPv6 checksum, so a wrong one shows at the destination alone.
test.each(METHODS)('%s over IPv6 has checksums that its destination takes', async (method) => {
  const states: unknown[] = [];
  const leaving = (probe: Uint8Array) => {
    states.push(verifyChecksums(probe)?.payload);
    return probe;
  };
  const traced = await trace(line(), { method, family: 6, meddling: { leaving } });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
  expect(new Set(states)).toEqual(new Set(['valid']));
});

test('a wrong checksum would lose the destination, and only that', async () => {
  const leaving = (probe: Uint8Array) => probe.with(probe.length - 1, 0xaa);
  const request = { method: 'icmp', family: 6, maxTtl: 5, wait: 500, meddling: { leaving } } as const;
  const traced = await trace(line(), request);
  expect(traced).toMatchObject({ outcome: 'max-ttl', path: ['r1', 'r2', 'r3', '*', '*'] });
});

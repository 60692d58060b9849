import { expect, test } from 'vitest';
import { read } from './meddling.js';
import { EVERY_WAY, line, trace, WHOLE } from './network.js';

// A TTL that is set for a whole socket goes with whatever is sent next. Here each datagram carries its own; that live
// sockets send it so is for their transports' tests.
test.each(EVERY_WAY)('probes of $method over IPv$family that leave at one instant keep their TTLs', async (way) => {
  const left: number[] = [];
  const leaving = (probe: Uint8Array) => {
    const { ip } = read(probe);
    left.push(ip.version === 4 ? ip.ttl : ip.hopLimit);
    return probe;
  };
  const engine = { rate: 1e9 };
  const traced = await trace(line(), { ...way, engine, parallel: 12, maxTtl: 12, meddling: { leaving } });
  expect(left.slice(0, 12)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
  expect(traced.hops.flatMap(({ probes }) => probes).at(-1)?.sentAt).toBeLessThan(0.001);
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
});

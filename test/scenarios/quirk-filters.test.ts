import type { NodeInit } from '@hoplite/transport-sim';
import { expect, test } from 'vitest';
import { EVERY_WAY, FAMILIES, line, METHODS, trace, WHOLE } from './network.js';

/** r2 has these filters. */
const guarded = (...filters: NonNullable<NodeInit['filters']>) => line({ nodes: { r2: { filters } } });
const TO = { 4: '10.0.4.2/32', 6: '2001:db8::4:2/128' } as const;
const BLOCKED = { outcome: 'max-ttl', lastTtl: 2, path: ['r1', 'r2', '*', '*', '*'] };

test.each(EVERY_WAY)('a filter against its protocol hides from $method over IPv$family all behind it', async (way) => {
  const protocol = way.method.startsWith('udp') ? 'udp' : way.method === 'tcp' ? 'tcp' : 'icmp';
  const network = guarded({ action: 'drop', protocol, to: TO[way.family] });
  expect(await trace(network, { ...way, maxTtl: 5, wait: 500 })).toMatchObject(BLOCKED);
  for (const other of METHODS.filter((method) => !method.startsWith(protocol))) {
    const traced = await trace(network, { ...way, method: other });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
  }
});

test.each(FAMILIES)('a filter that leaves one port open is passed by asking for that, over IPv%i', async (family) => {
  for (const [method, port] of [
    ['udp', 53],
    ['tcp', 443],
  ] as const) {
    const filters = [
      { action: 'accept', ports: port, to: TO[family] },
      { action: 'drop', protocol: method, to: TO[family] },
    ] as const;
    const opened = await trace(guarded(...filters), { method, family, port });
    expect(opened).toMatchObject({ outcome: 'reached', path: WHOLE });
    expect(await trace(guarded(...filters), { method, family, maxTtl: 5, wait: 500 })).toMatchObject(BLOCKED);
  }
});

test('a port that rises with every probe meets a filter that the first ones passed', async () => {
  // Up to TTL 3 the ports are 33434 to 33442.
  const network = guarded({ action: 'drop', protocol: 'udp', ports: [33_443, 65_535], to: TO[4] });
  const traced = await trace(network, { method: 'udp-classic', maxTtl: 5, wait: 500 });
  expect(traced.path).toEqual(['r1', 'r2', 'r3', '*', '*']);
  expect(await trace(network, { method: 'udp' })).toMatchObject({ outcome: 'reached', path: WHOLE });
});

test.each(EVERY_WAY)('a filter that says so ends $method over IPv$family where it stands', async (way) => {
  const traced = await trace(guarded({ action: 'reject', to: TO[way.family] }), way);
  expect(traced).toMatchObject({ outcome: 'unreachable', annotation: '!X', path: ['r1', 'r2', 'r2 !X'] });
});

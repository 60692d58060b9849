import type { Method } from '@hoplite/engine';
import { icmpProbe, tcpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { read } from './meddling.js';
import { EVERY_WAY, line, trace, WHOLE } from './network.js';

// Another process traces to the same target from a port of its own, and our raw socket hears its answers too. That our
// source port is ours, reserved by bind(), is for the tests of the transports over live sockets.
function probeOfAnother(method: Method, family: 4 | 6): Uint8Array {
  const ends = { 4: ['10.0.1.1', '10.0.4.2'], 6: ['2001:db8::1:1', '2001:db8::4:2'] } as const;
  const [source, destination] = ends[family];
  const route = { source, destination, ttl: 1, identification: 4711 };
  if (method === 'icmp') return icmpProbe({ ...route, identifier: 1, sequenceNumber: 1 });
  return method === 'tcp'
    ? tcpProbe({ ...route, sourcePort: 1024, destinationPort: 80, sequenceNumber: 1 })
    : udpProbe({ ...route, sourcePort: 1024, destinationPort: 33434 });
}

test.each(EVERY_WAY)('answers to another process are counted and answer no $method over IPv$family', async (way) => {
  const another = probeOfAnother(way.method, way.family);
  const arriving = (reply: Uint8Array) => [timeExceeded(another, read(reply).ip.source), reply];
  const traced = await trace(line(), { ...way, meddling: { arriving } });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
  expect(traced.foreign).toBeGreaterThanOrEqual(12);
  for (const probe of traced.hops.flatMap((hop) => hop.probes)) expect(probe).toMatchObject({ duplicates: 0 });
});

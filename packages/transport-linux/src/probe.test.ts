import { icmpProbe, portUnreachable, tcpProbe, udpProbe } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { readProbe } from './probe.js';

const V4 = { source: '10.0.0.1', destination: '192.0.2.9', ttl: 3, identification: 7 };
const PORTS = { sourcePort: 40_000, destinationPort: 33_434 };

test.each([
  [udpProbe({ ...V4, ...PORTS }), { protocol: 'udp', flow: 40_000, destinationPort: 33_434 }],
  [tcpProbe({ ...V4, ...PORTS, sequenceNumber: 1 }), { protocol: 'tcp', flow: 40_000, destinationPort: 33_434 }],
  [icmpProbe({ ...V4, identifier: 77, sequenceNumber: 1 }), { protocol: 'icmp', flow: 77, destinationPort: 0 }],
] as const)('a probe is read as far as its socket must know it', (datagram, ports) => {
  const { family, source, destination, ttl, ...probe } = readProbe(5, datagram) ?? { family: null };
  expect({ family, source, destination, ttl }).toEqual({
    family: 4,
    source: V4.source,
    destination: V4.destination,
    ttl: 3,
  });
  expect(probe).toMatchObject({ id: 5, ...ports });
});

test('what is no probe is none', () => {
  const probe = udpProbe({ ...V4, ...PORTS });
  for (const other of [new Uint8Array(0), probe.subarray(0, 27), portUnreachable(probe, '192.0.2.9')]) {
    expect(readProbe(1, other)).toBeNull();
  }
});

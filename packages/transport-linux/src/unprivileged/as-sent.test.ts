import { decodeDatagram, verifyChecksums } from '@hoplite/codec';
import { icmpProbe, tcpProbe, udpProbe } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { readProbe } from '../probe.js';
import { asSent } from './as-sent.js';

const V4 = { source: '10.0.0.1', destination: '192.0.2.9', ttl: 3, identification: 7 };
const V6 = { source: '2001:db8::1', destination: '2001:db8:9::9', ttl: 3 };
const PORTS = { sourcePort: 40_000, destinationPort: 33_434 };

const PROBES = [
  ['UDP over IPv4', udpProbe({ ...V4, ...PORTS }), 40_000],
  ['UDP over IPv6', udpProbe({ ...V6, ...PORTS }), 40_000],
  ['TCP over IPv4', tcpProbe({ ...V4, ...PORTS, sequenceNumber: 5 }), 40_000],
  ['an echo over IPv4', icmpProbe({ ...V4, identifier: 77, sequenceNumber: 5 }), 77],
  ['an echo over IPv6', icmpProbe({ ...V6, identifier: 77, sequenceNumber: 5 }), 77],
] as const;

function sentOn(datagram: Uint8Array, flow: number) {
  const probe = readProbe(1, datagram);
  if (probe === null) throw new Error('no probe');
  return asSent(probe, flow);
}

function flowOf(datagram: Uint8Array): number | null {
  return readProbe(1, datagram)?.flow ?? null;
}

describe.each(PROBES)('%s', (_, datagram, flow) => {
  test('leaves as it is on a socket that has its port or identifier, but for an identification that nobody knows', () => {
    const { actual, unknown } = sentOn(datagram, flow);
    const decoded = decodeDatagram(datagram);
    expect(actual).toEqual(datagram);
    expect(unknown).toEqual(decoded.ok && decoded.value.ip.version === 4 ? ['identification'] : []);
  });

  test('leaves with the port or identifier of another socket, and a checksum that fits', () => {
    const { actual } = sentOn(datagram, 50_123);
    expect(flowOf(actual)).toBe(50_123);
    expect(verifyChecksums(actual)).toMatchObject({ payload: 'valid' });
    expect(actual.length).toBe(datagram.length);
  });
});

test('leaves without the flow label that it was built with', () => {
  const labelled = udpProbe({ ...V6, ...PORTS }).slice();
  labelled[3] = 0x55;
  const { actual } = sentOn(labelled, 40_000);
  const decoded = decodeDatagram(actual);
  expect(decoded.ok && decoded.value.ip.version === 6 && decoded.value.ip.flowLabel).toBe(0);
});

import { icmpProbe, toHex, udpProbe } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { type Probe, readProbe } from '../probe.js';
import { routing } from './routing.js';

function read(datagram: Uint8Array, device: Probe['device'] = null): Probe {
  const probe = readProbe(1, datagram, device);
  if (probe === null) throw new Error('no probe');
  return probe;
}

const said = (probe: Probe) =>
  routing(probe).map(([level, type, value]) => [level, type, typeof value === 'number' ? value : toHex(value)]);

const ports = { sourcePort: 40_000, destinationPort: 33_434, ttl: 1 };

// ip(7), ipv6(7): IP_PKTINFO is 8, IP_TOS 1, IPV6_PKTINFO 50, IPV6_TCLASS 67.
test('the kernel is told the source and the type of service that stand in the header', () => {
  const probe = read(udpProbe({ source: '192.0.2.1', destination: '203.0.113.2', ...ports }));
  expect(said({ ...probe, typeOfService: 16 })).toEqual([
    [0, 8, '00000000c000020100000000'],
    [0, 1, 16],
  ]);
  const six = read(udpProbe({ source: '2001:db8::1', destination: '2001:db8::2', ...ports }));
  expect(said(six)).toEqual([
    [41, 50, '20010db800000000000000000000000100000000'],
    [41, 67, 0],
  ]);
});

test('of an address of one link alone the interface is told too, or nothing', () => {
  const datagram = icmpProbe({ source: 'fe80::1', destination: 'fe80::2', ttl: 1, identifier: 7, sequenceNumber: 1 });
  expect(said(read(datagram))).toEqual([]);
  expect(said(read(datagram, { name: 'eth0', index: 3 }))[0]).toEqual([
    41,
    50,
    'fe80000000000000000000000000000103000000',
  ]);
});

import { fromHex } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { type DatagramInit, decodeDatagram, encodeDatagram } from './datagram.js';

const ipv4 = {
  version: 4,
  typeOfService: 0,
  identification: 0,
  reservedFlag: false,
  dontFragment: false,
  moreFragments: false,
  fragmentOffset: 0,
  ttl: 64,
  protocol: 17,
  source: '192.0.2.1',
  destination: '192.0.2.2',
  options: [],
} satisfies DatagramInit['ip'];

const ipv6 = {
  version: 6,
  trafficClass: 0,
  flowLabel: 0,
  nextHeader: 17,
  hopLimit: 64,
  source: '2001:db8::1',
  destination: '2001:db8::2',
  extensionHeaders: [],
} satisfies DatagramInit['ip'];

const udp = { kind: 'udp', sourcePort: 1, destinationPort: 2, payload: fromHex('6162') } as const;

describe('lengths and checksums that are given are written as given, also where they are wrong', () => {
  test('over IPv4', () => {
    const bytes = encodeDatagram({
      ip: { ...ipv4, headerLength: 60, totalLength: 9, headerChecksum: 0xabcd },
      payload: { ...udp, length: 999, checksum: 0 },
    });
    expect(bytes).toEqual(fromHex('4f0000090000000040 11abcd c0000201 c0000202 0001 0002 03e7 0000 6162'));
  });

  test('over IPv6', () => {
    const bytes = encodeDatagram({ ip: { ...ipv6, payloadLength: 7 }, payload: { ...udp, checksum: 0x1234 } });
    expect(bytes.subarray(4, 6)).toEqual(fromHex('0007'));
    expect(bytes.subarray(40)).toEqual(fromHex('0001 0002 000a 1234 6162'));
  });

  test('in a TCP header', () => {
    const tcp = { kind: 'tcp', sourcePort: 1, destinationPort: 2, sequenceNumber: 3, acknowledgmentNumber: 4 } as const;
    const rest = { reserved: 0, flags: 2, window: 5, urgentPointer: 0, options: [], payload: fromHex('') } as const;
    const bytes = encodeDatagram({
      ip: { ...ipv4, protocol: 6 },
      payload: { ...tcp, ...rest, headerLength: 16, checksum: 7 },
    });
    expect(bytes.subarray(20)).toEqual(fromHex('0001 0002 00000003 00000004 4002 0005 0007 0000'));
  });
});

test('a datagram of more bytes than its length field can say is refused, unless the length is given', () => {
  const payload = { kind: 'opaque', bytes: new Uint8Array(65_536) } as const;
  expect(() => encodeDatagram({ ip: ipv4, payload })).toThrow(/^ipv4\.totalLength is 65556, /);
  expect(() => encodeDatagram({ ip: ipv6, payload })).toThrow(/^ipv6\.payloadLength is 65536, /);
  expect(encodeDatagram({ ip: { ...ipv6, payloadLength: 0 }, payload })).toHaveLength(65_576);
});

test('ICMP of the other IP version is not read as ICMP', () => {
  const echo = { kind: 'opaque', bytes: fromHex('0800000000010001') } as const;
  for (const ip of [
    { ...ipv4, protocol: 58 },
    { ...ipv6, nextHeader: 1 },
  ]) {
    expect(decodeDatagram(encodeDatagram({ ip, payload: echo }))).toMatchObject({ ok: true, value: { payload: echo } });
  }
});

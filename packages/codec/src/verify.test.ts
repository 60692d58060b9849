import { fromHex } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { type DatagramInit, encodeDatagram } from './datagram.js';
import { verifyChecksums } from './verify.js';

const valid = { ip: 'valid', payload: 'valid', extensions: null };
// Sent by Linux over loopback interfaces; tshark 4 calls each checksum good.
const alert6 =
  '6286ff30001d000500000000000000000000000000000001000000000000000000000000000000013c000502000001001100010400000000e938829b000d591f616c657274';
const unreachable =
  '45c0003cb01f00004001cbdf7f0000017f00000103031ac50000000045000020d71640004088653d7f0000017f000001e785829c0008973e6c697465';
const unchecked = '46000025c2f440004011e4cc7f0000017f00000194040000c707829f000d0000616c657274';

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
  destination: '192.0.2.5',
  options: [],
} satisfies DatagramInit['ip'];

const ipv6 = {
  version: 6,
  trafficClass: 0,
  flowLabel: 0,
  nextHeader: 17,
  hopLimit: 64,
  source: '2001:db8::1',
  destination: '2001:db8::5',
  extensionHeaders: [],
} satisfies DatagramInit['ip'];

test('an ICMP error and a UDP datagram over IPv6 behind extension headers verify', () => {
  expect(verifyChecksums(fromHex(unreachable))).toEqual(valid);
  expect(verifyChecksums(fromHex(alert6))).toEqual({ ...valid, ip: null });
});

test('a UDP checksum of zero is absent over IPv4 and invalid over IPv6', () => {
  expect(verifyChecksums(fromHex(unchecked))).toEqual({ ...valid, payload: 'absent' });
  expect(verifyChecksums(fromHex(alert6.replace('591f', '0000')))).toEqual({ ...valid, ip: null, payload: 'invalid' });
});

test('the extensions of two routers in the field: one computed a checksum, the other none', () => {
  // The frames of trippy issues 804 and 1561, without their Ethernet headers.
  const zeros = '00'.repeat(100);
  const computed =
    '450000a842f30000f801dda03e7370f49f4153180b00f4ee001100004500005400004000020150759f4153185db8d822080078f8fe1880ee';
  expect(verifyChecksums(fromHex(`${computed}${zeros}2000785600080101659f0101`))).toEqual({
    ...valid,
    extensions: 'valid',
  });
  const none =
    '450000a800000000f601cf273eb0fb6dc0a8fa660b00b3f20080000045b5005423b7400001017b56c0a8fa66981386c40800ef44861782a3';
  expect(verifyChecksums(fromHex(`${none}${zeros}200000000008010114830b01`))).toEqual({
    ...valid,
    extensions: 'absent',
  });
});

describe('unverifiable is', () => {
  test('what was cut', () => {
    const cut = fromHex(unreachable).subarray(0, 40);
    expect(verifyChecksums(cut)).toEqual({ ip: 'valid', payload: 'unverifiable', extensions: null });
  });

  test('an IPv4 header that was cut within its options', () => {
    expect(verifyChecksums(fromHex(unchecked).subarray(0, 22))).toMatchObject({ ip: 'unverifiable' });
  });

  test('a fragment, the first and a later one', () => {
    for (const fragmentation of [0x2000, 0x0001]) {
      const bytes = fromHex(unreachable);
      bytes.set([fragmentation >> 8, fragmentation & 0xff], 6);
      expect(verifyChecksums(bytes)).toMatchObject({ payload: 'unverifiable' });
    }
  });

  test('a first fragment’s extension structure, and a later one shows none', () => {
    const entries = [{ label: 16, trafficClass: 0, bottom: true, ttl: 1 }];
    const objects = [{ kind: 'mpls-label-stack', entries }] as const;
    const extensions = { version: 2, reserved: 0, objects, rest: new Uint8Array(0) };
    const named = { kind: 'icmpv4', name: 'time-exceeded', type: 11, code: 0, unused: 0, unusedTail: 0 } as const;
    const payload = { ...named, original: new Uint8Array(128), extensions };
    const error = encodeDatagram({ ip: { ...ipv4, protocol: 1 }, payload });
    expect(verifyChecksums(error)).toMatchObject({ payload: 'valid', extensions: 'valid' });
    error[6] = 0x20;
    expect(verifyChecksums(error)).toMatchObject({ payload: 'unverifiable', extensions: 'unverifiable' });
    error.set([0, 1], 6);
    expect(verifyChecksums(error)).toMatchObject({ payload: 'unverifiable', extensions: null });
  });

  test.each([
    ['UDP', 17, 7],
    ['UDP-Lite', 136, 7],
    ['TCP', 6, 19],
    ['ICMP', 1, 3],
  ])('%s in so short a datagram that the checksum is not there', (_, protocol, length) => {
    expect(verifyChecksums(ipv4With(protocol, new Uint8Array(length)))).toMatchObject({ payload: 'unverifiable' });
  });

  test('ICMPv6 in so short a datagram that the checksum is not there', () => {
    expect(verifyChecksums(ipv6With(58, new Uint8Array(3)))).toMatchObject({ payload: 'unverifiable' });
  });

  test('a UDP datagram whose length is not to be believed', () => {
    expect(verifyChecksums(fromHex(alert6.replace('000d591f', '0007591f')))).toMatchObject({ payload: 'unverifiable' });
  });
});

describe('what is sent is valid, and with another byte invalid', () => {
  const bytes = new Uint8Array(2);
  const ports = { sourcePort: 1, destinationPort: 2 };
  const rest = { acknowledgmentNumber: 0, reserved: 0, flags: 2, window: 1, urgentPointer: 0, options: [] };
  const echo = { name: 'echo-request', code: 0, identifier: 1, sequenceNumber: 2, data: new Uint8Array(0) } as const;
  const payloads: readonly [string, 4 | 6, number, DatagramInit['payload']][] = [
    ['UDP without payload', 4, 17, { kind: 'udp', ...ports, payload: bytes.subarray(2) }],
    ['UDP with surplus behind it', 4, 17, { kind: 'udp', ...ports, payload: bytes, surplus: bytes }],
    [
      'UDP-Lite without payload',
      4,
      136,
      { kind: 'udp-lite', ...ports, checksumCoverage: 8, payload: bytes.subarray(2) },
    ],
    ['UDP-Lite, all covered', 6, 136, { kind: 'udp-lite', ...ports, checksumCoverage: 0, payload: bytes }],
    ['TCP without payload', 4, 6, { kind: 'tcp', ...ports, sequenceNumber: 1, ...rest, payload: bytes.subarray(2) }],
    ['ICMPv4', 4, 1, { kind: 'icmpv4', type: 8, ...echo }],
    ['ICMPv6', 6, 58, { kind: 'icmpv6', type: 128, ...echo }],
  ];

  test.each(payloads)('%s over IPv%i', (_, version, protocol, payload) => {
    const ip = version === 4 ? { ...ipv4, protocol } : { ...ipv6, nextHeader: protocol };
    const sent = encodeDatagram({ ip, payload });
    expect(verifyChecksums(sent)).toMatchObject({ payload: 'valid' });
    const at = version === 4 ? 20 : 40;
    sent[at] = (sent[at] ?? 0) ^ 1;
    expect(verifyChecksums(sent)).toMatchObject({ payload: 'invalid' });
  });

  test('ICMP with nothing but its checksum', () => {
    expect(verifyChecksums(ipv4With(1, fromHex('0000ffff')))).toMatchObject({ payload: 'valid' });
  });
});

test.each([
  ['no checksum', 8, 0],
  ['a coverage below its header', 7, 1],
  ['a coverage past its end', 9, 1],
])('UDP-Lite with %s is invalid', (_, checksumCoverage, checksum) => {
  const payload = { kind: 'udp-lite', sourcePort: 1, destinationPort: 2, checksumCoverage, checksum } as const;
  const sent = encodeDatagram({ ip: { ...ipv4, protocol: 136 }, payload: { ...payload, payload: new Uint8Array(0) } });
  expect(verifyChecksums(sent)).toMatchObject({ payload: 'invalid' });
});

test('ICMP of the other family is not judged', () => {
  expect(verifyChecksums(ipv4With(58, new Uint8Array(8)))).toMatchObject({ payload: null });
  expect(verifyChecksums(ipv6With(1, new Uint8Array(8)))).toMatchObject({ payload: null });
});

test('a payload of a protocol without a checksum known here is not judged, and no IP header gives no report', () => {
  expect(verifyChecksums(fromHex('4500001400000000ff2f00000000000000000000'))).toMatchObject({ payload: null });
  expect(verifyChecksums(fromHex('00'))).toBeNull();
});

describe('a source-routed datagram is summed over its final destination', () => {
  const udp = { kind: 'udp', sourcePort: 1, destinationPort: 2, payload: new Uint8Array(0) } as const;

  test.each([
    [4, 'the next stop is not the final one', '192.0.2.9'],
    [7, 'not past the route’s length yet', '192.0.2.9'],
    [8, 'the route is used up', '192.0.2.5'],
  ])('over IPv4, pointer %i: %s', (pointer, _, final) => {
    const options = [
      { kind: 'record-route', pointer: 4, addresses: ['192.0.2.7'] },
      { kind: 'loose-source-route', pointer, addresses: ['192.0.2.9'] },
      { kind: 'no-operation' },
      { kind: 'no-operation' },
    ] as const;
    const routed = encodeDatagram({ ip: { ...ipv4, destination: '192.0.2.5', options }, payload: udp });
    const direct = encodeDatagram({ ip: { ...ipv4, destination: final }, payload: udp });
    expect(routed.slice(-2)).toEqual(direct.slice(-2));
    expect(verifyChecksums(routed)).toEqual(valid);
  });

  test.each([
    [0, 1, 3, '2001:db8::9', 'valid'],
    [2, 1, 3, '2001:db8::9', 'valid'],
    [4, 1, 3, '2001:db8::7', 'valid'],
    [0, 1, 1, '2001:db8::9', 'valid'],
    [0, 0, 3, '2001:db8::5', 'valid'],
    [3, 1, 3, '2001:db8::5', 'unverifiable'],
    [0, 1, 0, '2001:db8::5', 'unverifiable'],
  ])(
    'over IPv6, routing type %i, %i segments left, %i addresses: %s, %s',
    (routingType, segmentsLeft, length, final, state) => {
      const addresses = ['7', '8', '9'].slice(3 - length).map((last) => `${'20010db8'.padEnd(31, '0')}${last}`);
      const data = fromHex(`00000000${addresses.join('')}`);
      const routing = { kind: 'routing', nextHeader: 17, routingType, segmentsLeft, data } as const;
      const ip = { ...ipv6, nextHeader: 43, destination: '2001:db8::5', extensionHeaders: [routing] };
      const routed = encodeDatagram({ ip, payload: udp });
      const direct = encodeDatagram({ ip: { ...ipv6, destination: final }, payload: udp });
      expect(routed.slice(-2)).toEqual(direct.slice(-2));
      expect(verifyChecksums(routed)).toMatchObject({ payload: state });
    },
  );
});

function ipv4With(protocol: number, bytes: Uint8Array): Uint8Array {
  return encodeDatagram({ ip: { ...ipv4, protocol }, payload: { kind: 'opaque', bytes } });
}

function ipv6With(nextHeader: number, bytes: Uint8Array): Uint8Array {
  return encodeDatagram({ ip: { ...ipv6, nextHeader }, payload: { kind: 'opaque', bytes } });
}

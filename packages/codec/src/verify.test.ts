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

  test('a UDP datagram whose length is not to be believed', () => {
    expect(verifyChecksums(fromHex(alert6.replace('000d591f', '0007591f')))).toMatchObject({ payload: 'unverifiable' });
  });
});

test('a payload of a protocol without a checksum known here is not judged, and no IP header gives no report', () => {
  expect(verifyChecksums(fromHex('4500001400000000ff2f00000000000000000000'))).toMatchObject({ payload: null });
  expect(verifyChecksums(fromHex('00'))).toBeNull();
});

describe('a source-routed datagram is summed over its final destination', () => {
  const udp = { kind: 'udp', sourcePort: 1, destinationPort: 2, payload: new Uint8Array(0) } as const;

  test.each([
    [4, 'the next stop is not the final one', '192.0.2.9'],
    [8, 'the route is used up', '192.0.2.5'],
  ])('over IPv4, pointer %i: %s', (pointer, _, final) => {
    const options = [
      { kind: 'loose-source-route', pointer, addresses: ['192.0.2.9'] },
      { kind: 'no-operation' },
    ] as const;
    const routed = encodeDatagram({ ip: { ...ipv4, destination: '192.0.2.5', options }, payload: udp });
    const direct = encodeDatagram({ ip: { ...ipv4, destination: final }, payload: udp });
    expect(routed.slice(-2)).toEqual(direct.slice(-2));
    expect(verifyChecksums(routed)).toEqual(valid);
  });

  test.each([
    [0, '2001:db8::9', 'valid'],
    [2, '2001:db8::9', 'valid'],
    [4, '2001:db8::8', 'valid'],
    [3, '2001:db8::5', 'unverifiable'],
  ])('over IPv6, routing type %i: %s, %s', (routingType, final, state) => {
    const addresses = `${'20010db8'.padEnd(31, '0')}8${'20010db8'.padEnd(31, '0')}9`;
    const data = fromHex(`00000000${addresses}`);
    const routing = { kind: 'routing', nextHeader: 17, routingType, segmentsLeft: 1, data } as const;
    const ip = { ...ipv6, nextHeader: 43, destination: '2001:db8::5', extensionHeaders: [routing] };
    const routed = encodeDatagram({ ip, payload: udp });
    const direct = encodeDatagram({ ip: { ...ipv6, destination: final }, payload: udp });
    expect(routed.slice(-2)).toEqual(direct.slice(-2));
    expect(verifyChecksums(routed)).toMatchObject({ payload: state });
  });

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
});

import { decodeDatagram, decodeQuote, type ExtensionStructure, interfaceName, TcpFlag } from '@hoplite/codec';
import { directReply, icmpProbe, tcpProbe, timeExceeded, udpProbe, unreachable } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { type Reply, readReply } from './reply.js';

const SOURCE = '10.0.0.1';
const TARGET = '192.0.2.9';
const ROUTER = '198.51.100.1';
const ROUTER_6 = '2001:db8:5::1';
const SIX = { source: '2001:db8::1', destination: '2001:db8:9::9', ttl: 5 } as const;
const FOUR = { source: SOURCE, destination: TARGET, ttl: 5 } as const;
const PORTS = { sourcePort: 40000, destinationPort: 33434 } as const;
const UDP = udpProbe({ ...FOUR, ...PORTS });
const UDP_6 = udpProbe({ ...SIX, ...PORTS });

function read(datagram: Uint8Array): Reply | null {
  const decoded = decodeDatagram(datagram);
  if (!decoded.ok) throw new TypeError('no datagram');
  return readReply(decoded.value);
}

/** The datagram with other bytes from an offset on: checksums are not judged. */
function patched(datagram: Uint8Array, offset: number, ...bytes: readonly number[]): Uint8Array {
  const copy = datagram.slice();
  copy.set(bytes, offset);
  return copy;
}

describe('an ICMP error', () => {
  const common = { kind: 'error', mtu: null, gateway: null, mpls: [], interfaces: [], extensions: [] };

  test('tells who sent it, to whom, with which TTL, and what it quotes', () => {
    expect(read(timeExceeded(UDP, ROUTER, { ttl: 61, identification: 99, to: '10.0.0.2' }))).toEqual({
      ...common,
      family: 4,
      from: ROUTER,
      to: '10.0.0.2',
      ttl: 61,
      identification: 99,
      icmp: { type: 11, code: 0 },
      quoted: expect.objectContaining({ protocol: 'udp', source: SOURCE, destination: TARGET, ttl: 1, ...PORTS }),
    });
    expect(read(unreachable(UDP_6, ROUTER_6, 3, { ttl: 61 }))).toEqual({
      ...common,
      family: 6,
      from: ROUTER_6,
      to: SIX.source,
      ttl: 61,
      identification: null,
      icmp: { type: 1, code: 3 },
      quoted: expect.objectContaining({ protocol: 'udp', destination: SIX.destination, ...PORTS }),
    });
  });

  test('tells the MTU where the probe was too long, and nowhere else', () => {
    const mtuAt = (code: number) => read(patched(unreachable(UDP, ROUTER, code), 26, 0x05, 0x78));
    expect(mtuAt(4)).toMatchObject({ mtu: 1400 });
    expect(mtuAt(1)).toMatchObject({ mtu: null });
    expect(read(patched(timeExceeded(UDP, ROUTER), 21, 4))).toMatchObject({ icmp: { type: 11, code: 4 }, mtu: null });
    const tooBig = patched(patched(unreachable(UDP_6, ROUTER_6, 0), 40, 2), 44, 0, 0, 0x05, 0x00);
    expect(read(tooBig)).toMatchObject({ icmp: { type: 2, code: 0 }, mtu: 1280 });
  });

  test('is also a Redirect with its gateway, a Source Quench, a Parameter Problem', () => {
    const redirect = patched(timeExceeded(UDP, ROUTER), 20, 5, 1, 0, 0, 198, 51, 100, 7);
    expect(read(redirect)).toMatchObject({ kind: 'error', icmp: { type: 5, code: 1 }, gateway: '198.51.100.7' });
    for (const type of [4, 12]) {
      const error = read(patched(timeExceeded(UDP, ROUTER), 20, type));
      expect(error).toMatchObject({ kind: 'error', icmp: { type, code: 0 }, gateway: null });
    }
    expect(read(patched(unreachable(UDP_6, ROUTER_6, 1), 40, 4))).toMatchObject({ icmp: { type: 4, code: 1 } });
  });

  test('quotes no probe where the quote is of something else, or shows nothing of it', () => {
    expect(read(timeExceeded(patched(UDP, 9, 47), ROUTER))).toMatchObject({ kind: 'error', quoted: null });
    expect(read(timeExceeded(UDP, ROUTER, { quoteLength: 4 }))).toMatchObject({ kind: 'error', quoted: null });
  });

  test('carries labels, interfaces, and what is neither as bytes', () => {
    const label = (value: number, bottom: boolean) => ({ label: value, trafficClass: 5, bottom, ttl: 1 });
    const bare = { kind: 'interface-information', reserved: 0, address: null, interfaceName: null, mtu: null } as const;
    const named = {
      kind: 'interface-information',
      role: 2,
      reserved: 0,
      interfaceIndex: 7,
      address: { reserved: 0, address: '203.0.113.5' },
      interfaceName: interfaceName('eth0'),
      mtu: 1500,
    } as const;
    const extensions: ExtensionStructure = {
      version: 2,
      reserved: 0,
      checksum: 0,
      rest: new Uint8Array(0),
      objects: [
        { kind: 'mpls-label-stack', entries: [label(24001, false), label(16, true)] },
        named,
        ...[0, 1, 3].map((role) => ({ ...bare, role, interfaceIndex: role })),
        { kind: 'unknown', classNumber: 9, cType: 3, payload: Uint8Array.of(0x00, 0x0a, 0xff, 0x10) },
      ],
    };
    const quoteLength = UDP.length;
    expect(read(timeExceeded(UDP, ROUTER, { quoteLength, extensions }))).toMatchObject({
      mpls: [label(24001, false), label(16, true)],
      interfaces: [
        { role: 'outgoing', index: 7, address: '203.0.113.5', name: 'eth0', mtu: 1500 },
        { role: 'incoming', index: 0, address: null, name: null, mtu: null },
        { role: 'incoming-sub-ip', index: 1, address: null, name: null, mtu: null },
        { role: 'next-hop', index: 3, address: null, name: null, mtu: null },
      ],
      extensions: [{ class: 9, type: 3, data: '000aff10' }],
    });
  });
});

describe('a direct reply', () => {
  test('is an echo reply, with its ICMP type', () => {
    const echo = { identifier: 7, sequenceNumber: 9 } as const;
    const common = { kind: 'direct', direct: 'echo-reply', protocol: 'icmp', ...echo, ttl: 60 };
    const ports = { sourcePort: null, destinationPort: null };
    expect(read(directReply(icmpProbe({ ...FOUR, ...echo }), { ttl: 60 }))).toEqual({
      ...common,
      ...ports,
      family: 4,
      from: TARGET,
      to: SOURCE,
      identification: 0,
      icmp: { type: 0, code: 0 },
    });
    expect(read(directReply(icmpProbe({ ...SIX, ...echo }), { ttl: 60 }))).toEqual({
      ...common,
      ...ports,
      family: 6,
      from: SIX.destination,
      to: SIX.source,
      identification: null,
      icmp: { type: 129, code: 0 },
    });
  });

  test('is a SYN-ACK or a RST, which show the number that the probe had where they acknowledge it', () => {
    const syn = tcpProbe({ ...FOUR, ...PORTS, sequenceNumber: 5 });
    const common = { kind: 'direct', protocol: 'tcp', ...PORTS, icmp: null, identifier: null };
    expect(read(directReply(syn))).toMatchObject({ ...common, direct: 'syn-ack', sequenceNumber: 5 });
    expect(read(directReply(syn, { rst: true }))).toMatchObject({ ...common, direct: 'rst', sequenceNumber: 5 });
    const toAck = tcpProbe({ ...FOUR, ...PORTS, sequenceNumber: 5, flags: TcpFlag.ack, acknowledgmentNumber: 6 });
    expect(read(directReply(toAck))).toMatchObject({ ...common, direct: 'rst', sequenceNumber: null });
  });

  test('is a UDP datagram, whose ports are those of the probe the other way round', () => {
    expect(read(directReply(UDP))).toMatchObject({
      kind: 'direct',
      direct: 'udp',
      protocol: 'udp',
      ...PORTS,
      icmp: null,
      sequenceNumber: null,
    });
  });
});

describe('no reply is', () => {
  test.each([
    ['an echo request', icmpProbe({ ...FOUR, identifier: 7, sequenceNumber: 9 })],
    ['a SYN', tcpProbe({ ...FOUR, ...PORTS, sequenceNumber: 5 })],
    ['a bare ACK', tcpProbe({ ...FOUR, ...PORTS, sequenceNumber: 5, flags: TcpFlag.ack })],
    ['a FIN', tcpProbe({ ...FOUR, ...PORTS, sequenceNumber: 5, flags: TcpFlag.fin | TcpFlag.ack })],
    ['another protocol', patched(UDP, 9, 47)],
  ])('%s', (_, datagram) => {
    expect(read(datagram)).toBeNull();
  });

  test('what is cut before its ports or flags', () => {
    for (const [datagram, length] of [
      [UDP, 10],
      [UDP, 20],
      [UDP, 23],
      [directReply(tcpProbe({ ...FOUR, ...PORTS, sequenceNumber: 5 })), 32],
    ] as const) {
      expect(readReply(decodeQuote(datagram.subarray(0, length)))).toBeNull();
    }
  });
});

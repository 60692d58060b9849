import { decodeDatagram, decodeQuote, encodeDatagram } from '@hoplite/codec';
import { icmpProbe, tcpProbe, udpProbe } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { type Header, readHeader } from './header.js';

const FOUR = { source: '10.0.0.1', destination: '192.0.2.9', ttl: 5 } as const;
const SIX = { source: '2001:db8::1', destination: '2001:db8:9::9', ttl: 5 } as const;
const PORTS = { sourcePort: 40000, destinationPort: 33434 } as const;
const ECHO = { identifier: 7, sequenceNumber: 9 } as const;

function read(datagram: Uint8Array): Header | null {
  const decoded = decodeDatagram(datagram);
  if (!decoded.ok) throw new TypeError('no datagram');
  return readHeader(decoded.value);
}

test('a probe over IPv4 has an identification, one over IPv6 a flow label', () => {
  const nothing = { identifier: null, sequenceNumber: null, payload: null };
  const common = { protocol: 'udp', ...PORTS, ttl: 5, typeOfService: 0, checksum: 0xbeef, ...nothing };
  expect(read(udpProbe({ ...FOUR, ...PORTS, identification: 77, checksum: 0xbeef }))).toEqual({
    ...common,
    family: 4,
    source: FOUR.source,
    destination: FOUR.destination,
    identification: 77,
    flowLabel: null,
    length: 40,
  });
  expect(read(udpProbe({ ...SIX, ...PORTS, checksum: 0xbeef }))).toEqual({
    ...common,
    family: 6,
    source: SIX.source,
    destination: SIX.destination,
    identification: null,
    flowLabel: 0,
    length: 20,
  });
});

test('the other protocols have what their headers have', () => {
  expect(read(tcpProbe({ ...FOUR, ...PORTS, sequenceNumber: 5 }))).toMatchObject({
    ...PORTS,
    protocol: 'tcp',
    sequenceNumber: 5,
    identifier: null,
  });
  for (const route of [FOUR, SIX]) {
    expect(read(icmpProbe({ ...route, ...ECHO }))).toMatchObject({
      ...ECHO,
      protocol: 'icmp',
      sourcePort: null,
      destinationPort: null,
    });
  }
  const lite = encodeDatagram({
    ip: { ...ipOf(udpProbe({ ...FOUR, ...PORTS })), protocol: 136 },
    payload: { kind: 'udp-lite', ...PORTS, checksumCoverage: 8, payload: new Uint8Array(4) },
  });
  expect(read(lite)).toMatchObject({ protocol: 'udp-lite', ...PORTS });
});

describe('the payload', () => {
  const payload = Uint8Array.from({ length: 80 }, (_, i) => i);

  test('is kept where no checksum speaks for it, 64 bytes of it and no more, and nothing is borrowed', () => {
    const bytes = udpProbe({ ...FOUR, ...PORTS, payload, checksum: 0 });
    const header = read(bytes);
    bytes.fill(0xff);
    expect(header?.payload).toEqual(payload.subarray(0, 64));
  });

  test('is not where one does', () => {
    expect(read(udpProbe({ ...FOUR, ...PORTS, payload }))?.payload).toBeNull();
  });

  test('is none in a quote that ends with the header', () => {
    const quote = udpProbe({ ...FOUR, ...PORTS, checksum: 0 }).subarray(0, 28);
    expect(readHeader(decodeQuote(quote))?.payload).toEqual(new Uint8Array(0));
  });
});

describe('no probe is', () => {
  test('what is neither UDP, TCP nor an echo request', () => {
    const request = icmpProbe({ ...FOUR, ...ECHO });
    for (const type of [0, 13]) expect(read(request.with(20, type))).toBeNull();
    expect(read(icmpProbe({ ...SIX, ...ECHO }).with(40, 129))).toBeNull();
    expect(read(request.with(9, 47))).toBeNull();
  });

  test('a quote cut before its IP header ends, or right behind it', () => {
    const request = icmpProbe({ ...FOUR, ...ECHO });
    for (const length of [0, 1, 19, 20]) expect(readHeader(decodeQuote(request.subarray(0, length)))).toBeNull();
  });
});

test('an echo request that is cut is one by its type, with what is left of it', () => {
  const quote = icmpProbe({ ...FOUR, ...ECHO }).subarray(0, 24);
  expect(readHeader(decodeQuote(quote))).toMatchObject({ protocol: 'icmp', identifier: null, sequenceNumber: null });
});

function ipOf(datagram: Uint8Array) {
  const decoded = decodeDatagram(datagram);
  if (!decoded.ok || decoded.value.ip.version === 6) throw new TypeError('no IPv4');
  const { headerLength: _, totalLength: __, ...ip } = decoded.value.ip;
  return ip;
}

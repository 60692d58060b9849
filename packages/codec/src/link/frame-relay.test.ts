import { fromHex } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { LinkType } from './frame.js';
import { IPV4, IPV6, read } from './link.fixture.js';

// DLCIs and payloads as tcpdump 4.99 and tshark 4.0 read them from the same bytes.
test.each([
  ['a 2-byte address', '184103', 'cc', 100],
  ['a pad', '18410300', 'cc', 100],
  ['a 3-byte address', '18400503', 'cc', 6401],
  ['a 4-byte address', '1840040903', 'cc', 819330],
])('RFC 2427 with %s carries IPv4', (_, header, nlpid, dlci) => {
  expect(read(LinkType.frameRelay, `${header} ${nlpid} ${IPV4}`)).toEqual({
    layers: [{ kind: 'frame-relay', dlci, header: fromHex(header), encapsulation: 'nlpid', protocol: 0xcc }],
    network: 'ipv4',
    payload: IPV4,
  });
});

test('RFC 2427 carries IPv6, and EtherTypes behind SNAP', () => {
  expect(read(LinkType.frameRelay, `184103 8e ${IPV6}`)).toMatchObject({ network: 'ipv6', payload: IPV6 });
  expect(read(LinkType.frameRelay, `18410300 80 000000 0800 ${IPV4}`)).toMatchObject({
    layers: [{ protocol: 0x80 }, { kind: 'snap', organization: 0, protocol: 0x0800 }],
    network: 'ipv4',
    payload: IPV4,
  });
});

test('Cisco’s encapsulation has an EtherType at once', () => {
  expect(read(LinkType.frameRelay, `1841 0800 ${IPV4}`)).toEqual({
    layers: [{ kind: 'frame-relay', dlci: 100, header: fromHex('1841'), encapsulation: 'ethertype', protocol: 0x0800 }],
    network: 'ipv4',
    payload: IPV4,
  });
});

test('link management is no network layer', () => {
  expect(read(LinkType.frameRelay, '0001 03 08 0075')).toMatchObject({
    layers: [{ dlci: 0, protocol: 0x08 }],
    network: 'other',
    payload: '0075',
  });
});

test.each([
  ['an address that ends in its first byte', '19410800', 'header-length', 2, 4],
  ['an address without an end', '1840040800', 'unsupported', 5, 5],
  ['less than any header', '184108', 'truncated', 4, 3],
  ['less than a long address needs', '18400408', 'unsupported', 5, 4],
  ['a 4-byte address without a protocol', '1840040903', 'truncated', 6, 5],
  ['a pad without a protocol', '18410300', 'truncated', 5, 4],
])('%s fails', (_, bytes, reason, needed, available) => {
  const failure = { layer: 'frame-relay', reason, offset: 0, needed, available };
  expect(read(LinkType.frameRelay, bytes)).toEqual(failure);
});

import { expect, test } from 'vitest';
import { LinkType } from './frame.js';
import { IPV4, IPV6, read } from './link.fixture.js';

test.each([
  ['null of a little-endian machine', LinkType.null, '02000000', 2, false, 'ipv4'],
  ['null of a big-endian machine', LinkType.null, '00000002', 2, true, 'ipv4'],
  ['null of Linux', LinkType.null, '0a000000', 10, false, 'ipv6'],
  ['null of NetBSD', LinkType.null, '18000000', 24, false, 'ipv6'],
  ['null of FreeBSD', LinkType.null, '1c000000', 28, false, 'ipv6'],
  ['null of a PowerPC Mac', LinkType.null, '0000001e', 30, true, 'ipv6'],
  ['loop, IPv4', LinkType.loop, '00000002', 2, true, 'ipv4'],
  ['loop, IPv6', LinkType.loop, '00000018', 24, true, 'ipv6'],
  ['AppleTalk', LinkType.null, '10000000', 16, false, 'other'],
])('%s', (_, linkType, header, family, bigEndian, network) => {
  const payload = network === 'ipv6' ? IPV6 : IPV4;
  expect(read(linkType, `${header} ${payload}`)).toEqual({
    layers: [{ kind: 'bsd-loopback', family, bigEndian }],
    network,
    payload,
  });
});

test('where neither byte order makes a family, the last two bytes are read as an EtherType, as tshark does', () => {
  expect(read(LinkType.null, `0f000800 ${IPV4}`)).toEqual({
    layers: [{ kind: 'bsd-loopback', family: 0x0f000800, bigEndian: true }],
    network: 'ipv4',
    payload: IPV4,
  });
  expect(read(LinkType.null, '0f000f00 45')).toMatchObject({ network: 'other' });
});

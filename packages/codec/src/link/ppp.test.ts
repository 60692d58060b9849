import { expect, test } from 'vitest';
import { LinkType } from './frame.js';
import { IPV4, IPV6, read } from './link.fixture.js';

test.each([
  ['with framing', 'ff03 0021', { framed: true, compressed: false, protocol: 0x21 }],
  ['without framing', '0021', { framed: false, compressed: false, protocol: 0x21 }],
  ['with a compressed protocol', '21', { framed: false, compressed: true, protocol: 0x21 }],
  ['with framing and a compressed protocol', 'ff03 21', { framed: true, compressed: true, protocol: 0x21 }],
])('PPP %s carries IPv4', (_, header, fields) => {
  expect(read(LinkType.ppp, `${header} ${IPV4}`)).toEqual({
    layers: [{ kind: 'ppp', ...fields }],
    network: 'ipv4',
    payload: IPV4,
  });
});

test('PPP carries IPv6, and MPLS of both kinds', () => {
  expect(read(LinkType.ppp, `ff03 0057 ${IPV6}`)).toMatchObject({ network: 'ipv6', payload: IPV6 });
  for (const protocol of ['0281', '0283']) {
    expect(read(LinkType.ppp, `ff03 ${protocol} 0001013f ${IPV4}`)).toMatchObject({
      layers: [{ kind: 'ppp' }, { kind: 'mpls', entries: [{ label: 16, ttl: 63 }] }],
      network: 'ipv4',
    });
  }
});

test('link control is no network layer', () => {
  expect(read(LinkType.ppp, 'ff03 c021 01010004')).toMatchObject({ layers: [{ protocol: 0xc021 }], network: 'other' });
});

test.each([
  ['nothing', '', 2, 0],
  ['half a protocol', '00', 2, 1],
  ['half the framing', 'ff', 4, 1],
  ['the framing alone', 'ff03', 4, 2],
  ['framing and half a protocol', 'ff0300', 4, 3],
])('%s is cut short', (_, bytes, needed, available) => {
  const failure = { layer: 'ppp', reason: 'truncated', offset: 0, needed, available };
  expect(read(LinkType.ppp, bytes)).toEqual(failure);
});

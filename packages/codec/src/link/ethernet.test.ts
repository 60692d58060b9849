import { expect, test } from 'vitest';
import { LinkType } from './frame.js';
import { IPV4, IPV6, read } from './link.fixture.js';

// Each reading is also that of tcpdump 4.99 and tshark 4.0 of the same bytes.
const addresses = { kind: 'ethernet', destination: '02:00:00:00:00:02', source: '02:00:00:00:00:01' };

test('Ethernet II says by its EtherType what it carries', () => {
  expect(read(LinkType.ethernet, `020000000002 020000000001 0800 ${IPV4}`)).toEqual({
    layers: [{ ...addresses, etherType: 0x0800 }],
    network: 'ipv4',
    payload: IPV4,
  });
  expect(read(LinkType.ethernet, '020000000002 020000000001 0806 0001')).toMatchObject({ network: 'other' });
});

test('tags of 802.1ad and 802.1Q stand in each other', () => {
  expect(read(LinkType.ethernet, `020000000002 020000000001 88a8 6064 8100 b00a 86dd ${IPV6}`)).toEqual({
    layers: [
      { ...addresses, etherType: 0x88a8 },
      { kind: 'vlan', priority: 3, dropEligible: false, vlan: 100, etherType: 0x8100 },
      { kind: 'vlan', priority: 5, dropEligible: true, vlan: 10, etherType: 0x86dd },
    ],
    network: 'ipv6',
    payload: IPV6,
  });
});

test('the older number 0x9100 also announces a tag', () => {
  expect(read(LinkType.ethernet, `020000000002 020000000001 9100 0005 8100 0006 0800 ${IPV4}`)).toMatchObject({
    layers: [{ etherType: 0x9100 }, { vlan: 5 }, { vlan: 6 }],
    network: 'ipv4',
  });
});

test('a length instead of an EtherType announces LLC, and LLC with SNAP an EtherType again', () => {
  expect(read(LinkType.ethernet, `020000000002 020000000001 0028 aaaa03 000000 0800 ${IPV4}`)).toEqual({
    layers: [
      { ...addresses, etherType: 0x28 },
      { kind: 'llc', destinationServiceAccessPoint: 0xaa, sourceServiceAccessPoint: 0xaa, control: 3 },
      { kind: 'snap', organization: 0, protocol: 0x0800 },
    ],
    network: 'ipv4',
    payload: IPV4,
  });
});

test('LLC may carry IP without SNAP', () => {
  expect(read(LinkType.ethernet, `020000000002 020000000001 0023 060603 ${IPV4}`)).toMatchObject({
    network: 'ipv4',
    payload: IPV4,
  });
});

test('spanning tree over LLC is no network layer', () => {
  expect(read(LinkType.ethernet, '0180c2000000 020000000001 0026 424203 0000')).toMatchObject({
    layers: [{ etherType: 0x26 }, { kind: 'llc', destinationServiceAccessPoint: 0x42 }],
    network: 'other',
    payload: '0000',
  });
});

test('numbers between the longest length and the least EtherType are neither', () => {
  expect(read(LinkType.ethernet, '020000000002 020000000001 05dc 060603 45')).toMatchObject({ network: 'ipv4' });
  expect(read(LinkType.ethernet, '020000000002 020000000001 05dd 060603 45')).toMatchObject({
    layers: [{ etherType: 1501 }],
    network: 'other',
  });
});

test('a tag cut short is told from the frame that it stands in', () => {
  const failure = { layer: 'vlan', reason: 'truncated', offset: 14, needed: 4, available: 3 };
  expect(read(LinkType.ethernet, '020000000002 020000000001 8100 000508')).toEqual(failure);
});

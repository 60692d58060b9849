import { fromHex } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { encodeFrame, LinkType } from './frame.js';
import { IPV4, IPV6, read } from './link.fixture.js';

test('a cooked frame has packet type, hardware and a protocol', () => {
  expect(read(LinkType.linuxSll, `0004 0001 0006 0200000000010000 0800 ${IPV4}`)).toEqual({
    layers: [
      {
        kind: 'linux-sll',
        packetType: 4,
        hardwareType: 1,
        addressLength: 6,
        address: fromHex('0200000000010000'),
        protocol: 0x0800,
      },
    ],
    network: 'ipv4',
    payload: IPV4,
  });
  expect(read(LinkType.linuxSll, `0000 0304 0006 0000000000000000 86dd ${IPV6}`)).toMatchObject({ network: 'ipv6' });
});

test('a cooked frame may carry a tag, or LLC by Linux’s own number', () => {
  const cooked = '0000 0001 0006 0000000000000000';
  expect(read(LinkType.linuxSll, `${cooked} 8100 0005 0800 ${IPV4}`)).toMatchObject({
    layers: [{ protocol: 0x8100 }, { vlan: 5 }],
    network: 'ipv4',
  });
  expect(read(LinkType.linuxSll, `${cooked} 0004 424203 00`)).toMatchObject({
    layers: [{ protocol: 4 }, { kind: 'llc' }],
    network: 'other',
  });
  expect(read(LinkType.linuxSll, `${cooked} 0001 ffff`)).toMatchObject({ layers: [{ protocol: 1 }], network: 'other' });
});

test.each([
  ['frame relay access devices', '0302'],
  ['802.11 with a radiotap header', '0323'],
  ['netlink', '0338'],
])('the protocol of %s is no EtherType', (_, hardwareType) => {
  expect(read(LinkType.linuxSll, `0004 ${hardwareType} 0000 0000000000000000 0800 45`)).toMatchObject({
    network: 'other',
  });
});

test('an address field of another size than 8 bytes is refused', () => {
  const layer = { kind: 'linux-sll', packetType: 4, hardwareType: 1, addressLength: 6, protocol: 0x0800 } as const;
  const layers = [{ ...layer, address: new Uint8Array(6) }];
  expect(() => encodeFrame(LinkType.linuxSll, layers, new Uint8Array(0))).toThrow(
    'SLL address must have 8 bytes, has 6',
  );
});

import { fromHex } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { LinkType } from './frame.js';
import { IPV4, read } from './link.fixture.js';

test('the second cooked header begins with the protocol and names the interface', () => {
  expect(read(LinkType.linuxSll2, `0800 0000 00000003 0001 04 06 0200000000010000 ${IPV4}`)).toEqual({
    layers: [
      {
        kind: 'linux-sll2',
        protocol: 0x0800,
        reserved: 0,
        interfaceIndex: 3,
        hardwareType: 1,
        packetType: 4,
        addressLength: 6,
        address: fromHex('0200000000010000'),
      },
    ],
    network: 'ipv4',
    payload: IPV4,
  });
});

test('a netlink message is no IP, whatever its protocol number', () => {
  expect(read(LinkType.linuxSll2, '0800 0000 00000003 0338 04 00 0000000000000000 45')).toMatchObject({
    network: 'other',
  });
});

test('a header cut short needs 20 bytes', () => {
  const failure = { layer: 'linux-sll2', reason: 'truncated', offset: 0, needed: 20, available: 19 };
  expect(read(LinkType.linuxSll2, '0800 0000 00000003 0001 04 06 02000000000100')).toEqual(failure);
});

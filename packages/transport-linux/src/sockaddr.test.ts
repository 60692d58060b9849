import { fromHex, ipv4Address, ipv6Address, toHex } from '@hoplite/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSocketAddress, encodeSocketAddress } from './sockaddr.js';

test('an address of either family comes back with its port', () => {
  const address = fc.oneof(ipv4Address(), ipv6Address());
  fc.assert(
    fc.property(address, fc.nat(65_535), fc.nat(), (address, port, scope) => {
      expect(decodeSocketAddress(encodeSocketAddress(address, port, scope))).toEqual({ address, port });
    }),
  );
});

/** As Linux 6.18 handed them over with datagrams. */
test.each([
  ['0200829a0a0904020000000000000000', '10.9.4.2', 33_434],
  ['0a00829a00000000fd09000400000000000000000000000200000000', 'fd09:4::2', 33_434],
])('reads %s', (hex, address, port) => {
  expect(decodeSocketAddress(fromHex(hex))).toEqual({ address, port });
});

test('writes the interface of a link-local address in the machine’s byte order', () => {
  expect(toHex(encodeSocketAddress('fe80::1', 7, 2))).toBe('0a00000700000000fe80000000000000000000000000000102000000');
});

test('what is of another family or cut short is no address', () => {
  for (const hex of [
    '',
    '0200829a0a09',
    '0000000000000000000000000000000000',
    '0a00829a00000000fd0900040000000000000000',
  ]) {
    expect(decodeSocketAddress(fromHex(hex))).toBeNull();
  }
});

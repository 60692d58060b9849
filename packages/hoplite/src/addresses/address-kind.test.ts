import { BlockList } from 'node:net';
import { addressFamily, formatAddress, parseAddress } from '@hoplite/codec';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addressKind } from './address-kind.js';
import { registry } from './iana-registries.fixture.js';
import { type AddressKind, SPECIAL_BLOCKS } from './special-addresses.js';

/** The names of the registry in our words; IANA has several for one. */
const words: readonly (readonly [RegExp, AddressKind])[] = [
  [/^This network/, 'this-network'],
  [/^(This host|Unspecified)/, 'unspecified'],
  [/^Private-Use/, 'private'],
  [/^Shared Address Space/, 'cgn'],
  [/^Loopback/, 'loopback'],
  [/^Link.Local/, 'link-local'],
  [/^Unique-Local/, 'unique-local'],
  [/^(IETF Protocol Assignments|IPv4 Service Continuity)/, 'protocol'],
  [/dummy/i, 'dummy'],
  [/^(Port Control|Traversal|DNS-SD).* Anycast$/, 'anycast'],
  [/^(NAT64|IPv4-IPv6 Translat)/, 'nat64'],
  [/^Documentation/, 'documentation'],
  [/AS112/, 'as112'],
  [/^AMT/, 'amt'],
  [/6to4|6a44/, '6to4'],
  [/^Benchmarking/, 'benchmarking'],
  [/^Reserved/, 'reserved'],
  [/Broadcast/, 'broadcast'],
  [/^IPv4-mapped/, 'ipv4-mapped'],
  [/^Discard/, 'discard'],
  [/^TEREDO/, 'teredo'],
  [/ORCHID/, 'orchid'],
  [/^Drone/, 'drone-id'],
  [/^Segment Routing/, 'srv6'],
];
const kindNamed = (name: string) => words.find(([pattern]) => pattern.test(name))?.[1];

/** The first and the last address of a block. */
function edges(prefix: string): readonly [string, string] {
  const [address = '', length] = prefix.split('/');
  const last = parseAddress(address) ?? new Uint8Array(0);
  for (let bit = Number(length); bit < last.length * 8; bit++)
    last[bit >> 3] = (last[bit >> 3] ?? 0) | (128 >> (bit & 7));
  return [address, formatAddress(last)];
}

const within = (prefix: string, address: string) => {
  const list = new BlockList();
  const [network = '', length] = prefix.split('/');
  const family = addressFamily(network) === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, Number(length), family);
  return addressFamily(network) === addressFamily(address) && list.check(address, family);
};

test.each(registry)('%s is named as the registry of IANA has it: %s (%s)', (block, name) => {
  for (const edge of edges(block)) {
    // A longer prefix within the block may begin or end where it does.
    const rows = registry.filter(([other]) => within(other, edge));
    const longest = rows.reduce((a, b) => (Number(a[0].split('/')[1]) >= Number(b[0].split('/')[1]) ? a : b));
    expect(addressKind(edge)).toBe(kindNamed(longest[1]));
  }
  expect(kindNamed(name)).toBeDefined();
});

describe('addressKind', () => {
  it.each([
    ['8.8.8.8', null],
    ['9.255.255.255', null],
    ['11.0.0.0', null],
    ['100.63.255.255', null],
    ['100.128.0.0', null],
    ['172.15.255.255', null],
    ['172.32.0.0', null],
    ['198.17.255.255', null],
    ['198.20.0.0', null],
    ['223.255.255.255', null],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['2000::', null],
    ['2001:200::1', null],
    ['2001:db9::1', null],
    ['2606:4700::1111', null],
    ['3fff:1000::1', null],
    ['ff02::1', 'multicast'],
    ['fec0::1', 'site-local'],
    ['4000::1', 'reserved'],
    ['::2', 'reserved'],
    ['::ffff:8.8.8.8', 'ipv4-mapped'],
    ['example.com', null],
    ['', null],
  ])('of %s is %s', (address, kind) => expect(addressKind(address)).toBe(kind));

  it('is that of the longest block that Node finds the address in', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      // Near the edges of blocks.
      fc.constantFrom(...SPECIAL_BLOCKS.flatMap(([prefix]) => edges(prefix))).chain((edge) =>
        fc.constantFrom(-1, 0, 1).map((step) => {
          const near = parseAddress(edge) ?? new Uint8Array(4);
          near[near.length - 1] = ((near.at(-1) ?? 0) + step) & 255;
          return near;
        }),
      ),
    );
    fc.assert(
      fc.property(bytes, (each) => {
        const address = formatAddress(each);
        const found = SPECIAL_BLOCKS.filter(([prefix]) => within(prefix, address));
        const longest = found.sort(([a], [b]) => Number(b.split('/')[1]) - Number(a.split('/')[1]))[0];
        expect(addressKind(address)).toBe(longest?.[1] ?? null);
      }),
    );
  });
});

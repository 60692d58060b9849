import { encodeExtensionObject, interfaceName } from '@hoplite/codec';
import type { ReplyInterface } from '@hoplite/engine';
import { ipv4Address, ipv6Address } from '@hoplite/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { extensionObjects } from './extension-objects.js';
import { reply } from './traces.fixture.js';

const ROLES = ['incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'] as const;

const anyInterface: fc.Arbitrary<ReplyInterface> = fc.record({
  role: fc.constantFrom(...ROLES),
  index: fc.option(fc.nat()),
  address: fc.option(fc.oneof(ipv4Address(), ipv6Address())),
  // Of four bytes at the most each: 63 are as long as a name gets.
  name: fc.option(fc.string({ unit: 'grapheme', maxLength: 12 })),
  mtu: fc.option(fc.nat()),
});

it('gives an interface the type and length that the codec writes', () => {
  fc.assert(
    fc.property(anyInterface, (told) => {
      fc.pre(told.name === null || Buffer.from(told.name).length < 64);
      const written = encodeExtensionObject({
        kind: 'interface-information',
        role: ROLES.indexOf(told.role),
        reserved: 0,
        interfaceIndex: told.index,
        address: told.address === null ? null : { reserved: 0, address: told.address },
        interfaceName: told.name === null ? null : interfaceName(told.name),
        mtu: told.mtu,
      });
      const [, , number, type] = written;
      expect(extensionObjects(reply('10.1.0.1', 1, { interfaces: [told] }))).toEqual([
        { class: number, type, length: written.length - 4 },
      ]);
    }),
  );
});

it('has label stacks first, one object of all labels, and others as they were told', () => {
  const labels = [24001, 24002].map((label) => ({ label, trafficClass: 0, bottom: label === 24002, ttl: 1 }));
  const extensions = [
    { class: 4, type: 1, data: '0000beef' },
    { class: 247, type: 0, data: '' },
  ];
  expect(extensionObjects(reply('10.1.0.1', 1, { mpls: labels, extensions }))).toEqual([
    { class: 1, type: 1, length: 8, labels },
    { class: 4, type: 1, length: 4 },
    { class: 247, type: 0, length: 0 },
  ]);
});

import type { ExtendedEcho, ExtensionStructureInit, IcmpInit } from '@hoplite/codec';
import fc from 'fast-check';
import { extensionStructure, singleObjectStructure } from './icmp-extensions.js';

/** Parts that ICMPv4 and ICMPv6 have in common. */

export const uint8: fc.Arbitrary<number> = fc.nat(0xff);
export const uint16: fc.Arbitrary<number> = fc.nat(0xffff);
export const uint32: fc.Arbitrary<number> = fc.nat(0xffffffff);

export function data(): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ maxLength: 64 });
}

interface Original {
  readonly length?: number;
  readonly original: Uint8Array;
  readonly extensions: ExtensionStructureInit | null;
}

/**
 * What an ICMP error quotes, and its extensions: with the length field right, in bytes, wrong or zero, wherever decoding
 * finds them again; `unit` is that of the length field.
 */
export function original(unit: 4 | 8): fc.Arbitrary<Original> {
  const words = fc.integer({ min: 128 / unit, max: Math.min(255, 256 / unit) });
  const quote = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes });
  const quoteOnly = fc.record({
    length: fc.nat(31),
    original: fc.uint8Array({ maxLength: 128 }),
    extensions: fc.constant(null),
  });
  const filledIn = words.chain((count) =>
    fc.record({ original: quote(count * unit), extensions: extensionStructure() }),
  );
  const found = extensionStructure().filter(({ objects, rest }) => objects.length > 0 && rest.length === 0);
  const wrongOrNone = fc.record({ length: fc.constantFrom(0, 1, 250, 255), original: quote(128), extensions: found });
  const inBytes = fc
    .integer({ min: 129, max: 255 })
    .chain((length) => fc.record({ length: fc.constant(length), original: quote(length), extensions: found }));
  return fc.oneof(quoteOnly, filledIn, wrongOrNone, inBytes);
}

export function extendedEcho(): fc.Arbitrary<IcmpInit<ExtendedEcho>> {
  const common = { identifier: uint16, sequenceNumber: uint8 };
  const flags = { active: fc.boolean(), ipv4: fc.boolean(), ipv6: fc.boolean() };
  return fc.oneof(
    fc.record({
      name: fc.constant('extended-echo-request'),
      ...common,
      reserved: fc.nat(0x7f),
      local: fc.boolean(),
      extensions: singleObjectStructure(),
      data: data(),
    }),
    fc.record({
      name: fc.constant('extended-echo-request'),
      ...common,
      reserved: fc.nat(0x7f),
      local: fc.boolean(),
      extensions: fc.constant(null),
      data: fc.uint8Array({ maxLength: 7 }),
    }),
    fc.record({
      name: fc.constant('extended-echo-reply'),
      ...common,
      state: fc.nat(7),
      reserved: fc.nat(3),
      ...flags,
      data: data(),
    }),
  );
}

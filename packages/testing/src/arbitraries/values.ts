import { type Address, formatAddress } from '@hoplite/codec';
import fc from 'fast-check';

/** A whole number of so many bits, its borders often among them. */
export function unsigned(bits: number): fc.Arbitrary<number> {
  const maximum = 2 ** bits - 1;
  return fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: maximum }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, maximum) },
  );
}

export function bytes(minimum: number, maximum: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: minimum, maxLength: maximum });
}

/** Any IPv4 address. */
export function ipv4Address(): fc.Arbitrary<Address> {
  return fc.uint8Array({ minLength: 4, maxLength: 4 }).map(formatAddress);
}

/** Also those with runs of zero groups and IPv4-mapped ones, which have spellings of their own. */
export function ipv6Address(): fc.Arbitrary<Address> {
  const group = fc.oneof(fc.constant([0, 0]), fc.tuple(unsigned(8), unsigned(8)));
  const groups = fc.array(group, { minLength: 8, maxLength: 8 }).map((pairs) => pairs.flat());
  const mapped = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((quad) => [...Array(10).fill(0), 255, 255, ...quad]);
  return fc
    .oneof({ weight: 5, arbitrary: groups }, { weight: 1, arbitrary: mapped })
    .map((values) => formatAddress(Uint8Array.from(values)));
}

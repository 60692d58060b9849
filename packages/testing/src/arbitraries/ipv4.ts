import type { DatagramInit, Ipv4Option } from '@hoplite/codec';
import fc from 'fast-check';
import { optionList } from './options.js';
import { bytes, ipv4Address, unsigned } from './values.js';

type Ipv4HeaderInit = Extract<DatagramInit['ip'], { readonly version: 4 }>;

/** Headers of every kind but for protocol and fragmentation, which belong to the payload. Checksum and total length may be given. */
export function ipv4Header(): fc.Arbitrary<Omit<Ipv4HeaderInit, 'protocol' | 'moreFragments' | 'fragmentOffset'>> {
  return fc.record(
    {
      version: fc.constant(4 as const),
      typeOfService: unsigned(8),
      totalLength: fc.constant(0),
      identification: unsigned(16),
      reservedFlag: fc.boolean(),
      dontFragment: fc.boolean(),
      ttl: unsigned(8),
      headerChecksum: unsigned(16),
      source: ipv4Address(),
      destination: ipv4Address(),
      options: fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: ipv4Options() }),
    },
    {
      requiredKeys: [
        'version',
        'typeOfService',
        'identification',
        'reservedFlag',
        'dontFragment',
        'ttl',
        'source',
        'destination',
        'options',
      ],
    },
  );
}

/** Options of every kind and length that fill a multiple of 4 bytes, at most 40. */
function ipv4Options(): fc.Arbitrary<readonly Ipv4Option[]> {
  return optionList<Ipv4Option>(ipv4Option(), lengthOf);
}

function ipv4Option(): fc.Arbitrary<Ipv4Option> {
  const route = fc.record({
    kind: fc.constantFrom('record-route', 'loose-source-route', 'strict-source-route'),
    pointer: unsigned(8),
    addresses: fc.array(ipv4Address(), { maxLength: 9 }),
  });
  const routerAlert = fc.record({ kind: fc.constant('router-alert' as const), value: unsigned(16) });
  return fc.oneof(route, timestamp(), routerAlert, unknownOption());
}

function timestamp(): fc.Arbitrary<Ipv4Option> {
  const withFlag = (flag: number, address: fc.Arbitrary<string | null>): fc.Arbitrary<Ipv4Option> =>
    fc.record({
      kind: fc.constant('timestamp' as const),
      pointer: unsigned(8),
      overflow: unsigned(4),
      flag: fc.constant(flag),
      entries: fc.array(fc.record({ address, timestamp: unsigned(32) }), { maxLength: flag === 0 ? 9 : 4 }),
    });
  return fc.oneof(withFlag(0, fc.constant(null)), withFlag(1, ipv4Address()), withFlag(3, ipv4Address()));
}

/** Types without a shape of their own, and those with one whose length does not fit it. */
function unknownOption(): fc.Arbitrary<Ipv4Option> {
  const misfit = fc.oneof(
    fc.tuple(fc.constantFrom(7, 131, 137), fc.constantFrom(0, 2, 3, 4, 6)),
    fc.tuple(fc.constant(68), fc.constantFrom(0, 1)),
    fc.tuple(fc.constant(148), fc.constantFrom(0, 1, 3, 4)),
    fc.tuple(fc.constantFrom(2, 82, 130, 134, 136, 149, 205, 255), fc.nat(38)),
  );
  return misfit.chain(([type, length]) => bytes(length, length).map((data) => ({ kind: 'unknown', type, data })));
}

function lengthOf(option: Ipv4Option): number {
  switch (option.kind) {
    case 'end-of-list':
      return 1 + option.padding.length;
    case 'no-operation':
      return 1;
    case 'router-alert':
      return 4;
    case 'timestamp':
      return 4 + option.entries.length * (option.flag === 0 ? 4 : 8);
    case 'unknown':
      return 2 + option.data.length;
    case 'malformed':
      return option.bytes.length;
    default:
      return 3 + 4 * option.addresses.length;
  }
}

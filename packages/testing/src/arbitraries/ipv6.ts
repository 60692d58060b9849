import type { DatagramInit, Ipv6ExtensionHeader, Ipv6Option } from '@hoplite/codec';
import fc from 'fast-check';
import { bytes, ipv6Address, unsigned } from './values.js';

type Ipv6HeaderInit = Extract<DatagramInit['ip'], { readonly version: 6 }>;

/** Headers of every kind but for what follows them, which belongs to the payload. */
export function ipv6Header(): fc.Arbitrary<Omit<Ipv6HeaderInit, 'nextHeader' | 'extensionHeaders' | 'payloadLength'>> {
  return fc.record({
    version: fc.constant(6 as const),
    trafficClass: unsigned(8),
    flowLabel: unsigned(20),
    hopLimit: unsigned(8),
    source: ipv6Address(),
    destination: ipv6Address(),
  });
}

/** An extension header and the number by which the one before it names it. */
export interface NumberedHeader {
  readonly number: number;
  readonly header: Ipv6ExtensionHeader;
}

/** A header that leaves the datagram whole; its Next Header is still to be set. */
export function extensionHeader(): fc.Arbitrary<NumberedHeader> {
  return fc.oneof(optionsHeader(), routingHeader(), authenticationHeader(), otherHeader(), fragmentHeader('atomic'));
}

export function fragmentHeader(position: 'atomic' | 'first' | 'later'): fc.Arbitrary<NumberedHeader> {
  return fc
    .record({
      kind: fc.constant('fragment' as const),
      nextHeader: fc.constant(0),
      reserved: unsigned(8),
      fragmentOffset: position === 'later' ? fc.integer({ min: 1, max: 0x1fff }) : fc.constant(0),
      reservedBits: unsigned(2),
      moreFragments: position === 'later' ? fc.boolean() : fc.constant(position === 'first'),
      identification: unsigned(32),
    })
    .map((header) => ({ number: 44, header }));
}

/** Makes each header name the next one, and the last `protocol`. */
export function chained(
  headers: readonly NumberedHeader[],
  protocol: number,
): Pick<Ipv6HeaderInit, 'nextHeader' | 'extensionHeaders'> {
  return {
    nextHeader: headers[0]?.number ?? protocol,
    extensionHeaders: headers.map(({ header }, index) => ({
      ...header,
      nextHeader: headers[index + 1]?.number ?? protocol,
    })),
  };
}

function optionsHeader(): fc.Arbitrary<NumberedHeader> {
  return fc.tuple(fc.boolean(), ipv6Options()).map(([hopByHop, options]) => ({
    number: hopByHop ? 0 : 60,
    header: { kind: hopByHop ? 'hop-by-hop-options' : 'destination-options', nextHeader: 0, options },
  }));
}

/** Options that together with the header's first 2 bytes take a multiple of 8. */
function ipv6Options(): fc.Arbitrary<readonly Ipv6Option[]> {
  const padn = bytes(0, 7).map((data): Ipv6Option => ({ kind: 'padn', data }));
  const pad1 = fc.constant<Ipv6Option>({ kind: 'pad1' });
  const routerAlert = unsigned(16).map((value): Ipv6Option => ({ kind: 'router-alert', value }));
  const jumbo = unsigned(32).map((length): Ipv6Option => ({ kind: 'jumbo-payload', length }));
  const unknown = fc
    .oneof(
      fc.tuple(fc.constantFrom(2, 0x26, 0x8a, 0xc9, 0xff), bytes(0, 40)),
      fc.tuple(
        fc.constant(5),
        fc.constantFrom(0, 1, 3).chain((length) => bytes(length, length)),
      ),
      fc.tuple(fc.constant(0xc2), bytes(0, 3)),
    )
    .map(([type, data]): Ipv6Option => ({ kind: 'unknown', type, data }));
  return fc
    .tuple(fc.array(fc.oneof(padn, pad1, routerAlert, jumbo, unknown), { maxLength: 6 }), fc.boolean())
    .map(fill);
}

function fill([options, withPad1]: readonly [readonly Ipv6Option[], boolean]): readonly Ipv6Option[] {
  const length = options.reduce((sum, option) => sum + lengthOf(option), 2);
  const missing = (8 - (length % 8)) % 8;
  if (missing === 0) return options;
  if (withPad1 || missing === 1) return [...options, ...Array<Ipv6Option>(missing).fill({ kind: 'pad1' })];
  return [...options, { kind: 'padn', data: new Uint8Array(missing - 2) }];
}

function lengthOf(option: Ipv6Option): number {
  switch (option.kind) {
    case 'pad1':
      return 1;
    case 'router-alert':
      return 4;
    case 'jumbo-payload':
      return 6;
    case 'malformed':
      return option.bytes.length;
    default:
      return 2 + option.data.length;
  }
}

function routingHeader(): fc.Arbitrary<NumberedHeader> {
  const data = fc.nat(5).chain((units) => bytes(4 + 8 * units, 4 + 8 * units));
  return fc
    .record({
      kind: fc.constant('routing' as const),
      nextHeader: fc.constant(0),
      routingType: fc.oneof(fc.constantFrom(0, 2, 3, 4), unsigned(8)),
      segmentsLeft: unsigned(8),
      data,
    })
    .map((header) => ({ number: 43, header }));
}

function authenticationHeader(): fc.Arbitrary<NumberedHeader> {
  return fc
    .nat(6)
    .chain((words) => bytes(6 + 4 * words, 6 + 4 * words))
    .map((data) => ({ number: 51, header: { kind: 'authentication', nextHeader: 0, data } }));
}

function otherHeader(): fc.Arbitrary<NumberedHeader> {
  return fc
    .tuple(
      fc.constantFrom(135, 139, 140),
      fc.nat(3).chain((units) => bytes(6 + 8 * units, 6 + 8 * units)),
    )
    .map(([number, data]) => ({ number, header: { kind: 'other', nextHeader: 0, data } }));
}

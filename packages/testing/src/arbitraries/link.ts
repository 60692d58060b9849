import { type LinkLayer, LinkType, type Network } from '@hoplite/codec';
import fc from 'fast-check';
import { labelStackEntry } from './icmp-extensions.js';

/** A frame in parts: what `encodeFrame` takes, and the network layer that `decodeFrame` finds in it. */
export interface FrameParts {
  /** A LINKTYPE_ value of `LinkType`. */
  readonly linkType: number;
  /** From the outside in; none for raw IP. */
  readonly layers: readonly LinkLayer[];
  /** What the innermost layer announces, or for raw IP the first byte of the payload shows. */
  readonly network: Network;
  /** Behind all layers: bytes that need be no datagram. */
  readonly payload: Uint8Array;
}

/** Any frame of any link type: tags in tags, label stacks, LLC and SNAP, both byte orders, compressed PPP, long DLCIs. */
export function frame(): fc.Arbitrary<FrameParts> {
  return fc.oneof(ethernet(), cooked(), cooked2(), bsdLoopback(), ppp(), frameRelay(), raw());
}

/** What stands behind a link header, and the layers before it. */
type Inner = Omit<FrameParts, 'linkType'>;

const uint8 = fc.nat(0xff);
const uint16 = fc.nat(0xffff);
const uint32 = fc.nat(0xffffffff);

function ethernet(): fc.Arbitrary<FrameParts> {
  return fc
    .tuple(hardwareAddress(), hardwareAddress(), behindEtherType(3))
    .map(([destination, source, [etherType, inner]]) =>
      outside(LinkType.ethernet, { kind: 'ethernet', destination, source, etherType }, inner),
    );
}

function cooked(): fc.Arbitrary<FrameParts> {
  const header = fc.record({
    kind: fc.constant('linux-sll'),
    packetType: fc.nat(4),
    hardwareType: fc.constantFrom(1, 772, 65534),
    addressLength: uint16,
    address: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  });
  return fc
    .tuple(header, behindCooked())
    .map(([layer, [protocol, inner]]) => outside(LinkType.linuxSll, { ...layer, protocol }, inner));
}

function cooked2(): fc.Arbitrary<FrameParts> {
  const header = fc.record({
    kind: fc.constant('linux-sll2'),
    reserved: uint16,
    interfaceIndex: uint32,
    hardwareType: fc.constantFrom(1, 772, 65534),
    packetType: uint8,
    addressLength: uint8,
    address: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  });
  return fc
    .tuple(header, behindCooked())
    .map(([layer, [protocol, inner]]) => outside(LinkType.linuxSll2, { ...layer, protocol }, inner));
}

function bsdLoopback(): fc.Arbitrary<FrameParts> {
  const families: fc.Arbitrary<[number, Inner]> = fc.oneof(
    announced([2], network('ipv4')),
    announced([10, 24, 28, 30], network('ipv6')),
    // 0 is the same in both byte orders, so only the first is found again.
    announced([1, 7, 0x0800, 0xffff], network('other')),
  );
  return fc
    .tuple(fc.constantFrom(LinkType.null, LinkType.loop), families, fc.boolean())
    .map(([linkType, [family, inner], bigEndian]) =>
      outside(linkType, { kind: 'bsd-loopback', family, bigEndian }, inner),
    );
}

function ppp(): fc.Arbitrary<FrameParts> {
  const full = fc.oneof(
    announced([0x0021], network('ipv4')),
    announced([0x0057], network('ipv6')),
    announced([0x0281, 0x0283], labelStack()),
    announced([0x8021, 0xc021, 0x002d], network('other')),
  );
  const short = fc.oneof(
    announced([0x21], network('ipv4')),
    announced([0x57], network('ipv6')),
    announced([0x2d, 0xfd], network('other')),
  );
  return fc
    .tuple(fc.boolean(), fc.oneof(tagged(false, full), tagged(true, short)))
    .map(([framed, [compressed, [protocol, inner]]]) =>
      outside(LinkType.ppp, { kind: 'ppp', framed, compressed, protocol }, inner),
    );
}

function frameRelay(): fc.Arbitrary<FrameParts> {
  const nlpid = fc.oneof(
    announced([0xcc], network('ipv4')),
    announced([0x8e], network('ipv6')),
    announced([0x80], snap()),
    announced([0x08, 0x81, 0xcf], network('other')),
  );
  const etherType = fc.oneof(
    announced([0x0800], network('ipv4')),
    announced([0x86dd], network('ipv6')),
    announced([0x8847, 0x8848], labelStack()),
    announced([0x0806, 0x2000], network('other')),
  );
  const control = fc.constantFrom([0x03], [0x03, 0x00]);
  return fc.oneof(
    fc.tuple(q922Address(), control, nlpid).map(([address, tail, [protocol, inner]]) => {
      const header = Uint8Array.from([...address.bytes, ...tail]);
      const layer = { kind: 'frame-relay', dlci: address.dlci, header, encapsulation: 'nlpid', protocol } as const;
      return outside(LinkType.frameRelay, layer, inner);
    }),
    fc.tuple(q922Address(), etherType).map(([address, [protocol, inner]]) => {
      const header = Uint8Array.from(address.bytes);
      const layer = { kind: 'frame-relay', dlci: address.dlci, header, encapsulation: 'ethertype', protocol } as const;
      return outside(LinkType.frameRelay, layer, inner);
    }),
  );
}

function raw(): fc.Arbitrary<FrameParts> {
  const any = fc.oneof(network('ipv4'), network('ipv6'), network('other'));
  const byVersion = fc.constantFrom(LinkType.raw, LinkType.rawBsd, LinkType.rawOpenBsd);
  return fc.oneof(
    fc.tuple(byVersion, any).map(([linkType, inner]) => ({ linkType, ...inner })),
    network('ipv4').map((inner) => ({ linkType: LinkType.ipv4, ...inner })),
    network('ipv6').map((inner) => ({ linkType: LinkType.ipv6, ...inner })),
  );
}

/** An EtherType, or an IEEE 802.3 length, with what it announces; `depth` more tags at most. */
function behindEtherType(depth: number): fc.Arbitrary<[number, Inner]> {
  const choices = [behindType(), announcedBy(fc.nat(1500), llc())];
  return depth === 0
    ? fc.oneof(...choices)
    : fc.oneof(...choices, announced([0x8100, 0x88a8, 0x9100], vlan(depth - 1)));
}

function behindType(): fc.Arbitrary<[number, Inner]> {
  return fc.oneof(
    announced([0x0800], network('ipv4')),
    announced([0x86dd], network('ipv6')),
    announced([0x8847, 0x8848], labelStack()),
    announced([1501, 0x0806, 0x88cc, 0xffff], network('other')),
  );
}

/** Linux's own numbers beside the EtherTypes: 1 is a raw 802.3 frame, 4 one with LLC. */
function behindCooked(): fc.Arbitrary<[number, Inner]> {
  return fc.oneof(
    behindType(),
    announced([4], llc()),
    announced([1, 0x0c], network('other')),
    announced([0x8100], vlan(1)),
  );
}

function vlan(depth: number): fc.Arbitrary<Inner> {
  const tag = fc.record({
    kind: fc.constant('vlan'),
    priority: fc.nat(7),
    dropEligible: fc.boolean(),
    vlan: fc.nat(0xfff),
  });
  return fc
    .tuple(tag, behindEtherType(depth))
    .map(([layer, [etherType, inner]]) => inside({ ...layer, etherType }, inner));
}

function llc(): fc.Arbitrary<Inner> {
  const header = (point: number, inner: fc.Arbitrary<Inner>) =>
    inner.map((found) =>
      inside({ kind: 'llc', destinationServiceAccessPoint: point, sourceServiceAccessPoint: point, control: 3 }, found),
    );
  return fc.oneof(header(0xaa, snap()), header(0x06, network('ipv4')), header(0x42, network('other')));
}

function snap(): fc.Arbitrary<Inner> {
  const known = fc.tuple(fc.constantFrom(0, 0xf8), behindType());
  const foreign = fc.tuple(fc.integer({ min: 0xf9, max: 0xffffff }), announcedBy(uint16, network('other')));
  return fc
    .oneof(known, foreign)
    .map(([organization, [protocol, inner]]) => inside({ kind: 'snap', organization, protocol }, inner));
}

function labelStack(): fc.Arbitrary<Inner> {
  const entries = fc
    .array(labelStackEntry(), { minLength: 1, maxLength: 6 })
    .map((stack) => stack.map((entry, index) => ({ ...entry, bottom: index === stack.length - 1 })));
  return fc
    .tuple(entries, fc.oneof(network('ipv4'), network('ipv6'), network('other')))
    .map(([stack, inner]) => inside({ kind: 'mpls', entries: stack }, inner));
}

/** Bytes that begin as the network layer does; `other` also none at all. */
function network(kind: Network): fc.Arbitrary<Inner> {
  const version = { ipv4: 0x40, ipv6: 0x60, other: 0x00 }[kind];
  return fc
    .uint8Array({ minLength: kind === 'other' ? 0 : 1, maxLength: 40 })
    .map((bytes) => bytes.map((byte, index) => (index === 0 ? version | (byte & 0x0f) : byte)))
    .map((payload) => ({ layers: [], network: kind, payload }));
}

/** A Q.922 address of 2, 3 or 4 bytes from its DLCI; the bits that are none of the DLCI's are of any value. */
function q922Address(): fc.Arbitrary<{ readonly dlci: number; readonly bytes: readonly number[] }> {
  const any = { response: fc.nat(1), congestion: fc.nat(7), control: fc.nat(1) };
  const two = fc.record({ ...any, dlci: fc.nat(0x3ff) }).map(({ dlci, response, congestion }) => ({
    dlci,
    bytes: [((dlci >> 4) << 2) | (response << 1), ((dlci & 0xf) << 4) | (congestion << 1) | 1],
  }));
  const three = fc.record({ ...any, dlci: fc.nat(0xffff) }).map(({ dlci, response, congestion, control }) => ({
    dlci,
    bytes: [
      ((dlci >> 10) << 2) | (response << 1),
      (((dlci >> 6) & 0xf) << 4) | (congestion << 1),
      ((dlci & 0x3f) << 2) | (control << 1) | 1,
    ],
  }));
  const four = fc.record({ ...any, dlci: fc.nat(0x7fffff) }).map(({ dlci, response, congestion, control }) => ({
    dlci,
    bytes: [
      ((dlci >> 17) << 2) | (response << 1),
      (((dlci >> 13) & 0xf) << 4) | (congestion << 1),
      ((dlci >> 6) & 0x7f) << 1,
      ((dlci & 0x3f) << 2) | (control << 1) | 1,
    ],
  }));
  return fc.oneof(two, three, four);
}

function hardwareAddress(): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: 6, maxLength: 6 })
    .map((bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':'));
}

function announced(numbers: readonly number[], inner: fc.Arbitrary<Inner>): fc.Arbitrary<[number, Inner]> {
  return announcedBy(fc.constantFrom(...numbers), inner);
}

function announcedBy(number: fc.Arbitrary<number>, inner: fc.Arbitrary<Inner>): fc.Arbitrary<[number, Inner]> {
  return fc.tuple(number, inner);
}

function tagged<T, U>(tag: T, arbitrary: fc.Arbitrary<U>): fc.Arbitrary<[T, U]> {
  return fc.tuple(fc.constant(tag), arbitrary);
}

function inside(layer: LinkLayer, inner: Inner): Inner {
  return { ...inner, layers: [layer, ...inner.layers] };
}

function outside(linkType: number, layer: LinkLayer, inner: Inner): FrameParts {
  return { linkType, ...inside(layer, inner) };
}

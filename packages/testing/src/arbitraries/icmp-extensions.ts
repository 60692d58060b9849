import {
  type ExtensionObject,
  type ExtensionStructureInit,
  formatAddress,
  type InterfaceIdentification,
  type InterfaceInformation,
  identifyByAddress,
  identifyByName,
  interfaceName,
  type MplsLabelStackEntry,
} from '@hoplite/codec';
import fc from 'fast-check';

/** Any extension structure that a decoder gives: all kinds of objects, reserved bits, no checksum, bytes that are no object. */
export function extensionStructure(): fc.Arbitrary<ExtensionStructureInit> {
  return fc.oneof({ weight: 6, arbitrary: wellFormed() }, noObject(), misplacedVersion(), withoutChecksum());
}

/** With exactly one object and nothing behind it, as in an extended echo request (RFC 8335). */
export function singleObjectStructure(): fc.Arbitrary<ExtensionStructureInit> {
  return fc.record({
    version: fc.constant(2),
    reserved: fc.nat(0xfff),
    objects: fc.tuple(extensionObject()),
    rest: nothing,
  });
}

/** Any extension object, of a kind known here or not. */
export function extensionObject(): fc.Arbitrary<ExtensionObject> {
  return fc.oneof(mplsLabelStack(), interfaceInformation(), interfaceIdentification(), unknownObject());
}

/** Any entry of an MPLS label stack (RFC 3032). */
export function labelStackEntry(): fc.Arbitrary<MplsLabelStackEntry> {
  return fc.record({
    label: fc.nat(0xfffff),
    trafficClass: fc.nat(7),
    bottom: fc.boolean(),
    ttl: fc.nat(0xff),
  });
}

const nothing = fc.constant(new Uint8Array(0));
const uint16 = fc.nat(0xffff);
const uint32 = fc.nat(0xffffffff);

function wellFormed(): fc.Arbitrary<ExtensionStructureInit> {
  return fc.record({
    version: fc.constant(2),
    reserved: fc.oneof(fc.constant(0), fc.nat(0xfff)),
    objects: fc.array(extensionObject(), { minLength: 1, maxLength: 4 }),
    rest: fc.oneof({ weight: 4, arbitrary: nothing }, noObjectBytes()),
  });
}

/** A header alone, or with an object of an impossible length behind it. */
function noObject(): fc.Arbitrary<ExtensionStructureInit> {
  return fc.record({
    version: fc.constant(2),
    reserved: fc.constant(0),
    objects: fc.constant([]),
    rest: fc.oneof(nothing, noObjectBytes()),
  });
}

/** The version in the lower half of the first byte. */
function misplacedVersion(): fc.Arbitrary<ExtensionStructureInit> {
  return fc.record({
    version: fc.constant(0),
    reserved: fc.nat(0xff).map((low) => 0x200 | low),
    objects: fc.array(extensionObject(), { minLength: 1, maxLength: 2 }),
    rest: nothing,
  });
}

function withoutChecksum(): fc.Arbitrary<ExtensionStructureInit> {
  return fc.record({
    version: fc.constant(2),
    reserved: fc.constant(0),
    checksum: fc.constant(0),
    objects: fc.array(extensionObject(), { minLength: 1, maxLength: 2 }),
    rest: nothing,
  });
}

/** Bytes at which objects end: too few for a header, or a length below 4 or past the end. */
function noObjectBytes(): fc.Arbitrary<Uint8Array> {
  const tooFew = fc.uint8Array({ minLength: 1, maxLength: 3 });
  const badLength = fc
    .tuple(fc.oneof(fc.nat(3), fc.integer({ min: 24, max: 0xffff })), fc.uint8Array({ minLength: 2, maxLength: 20 }))
    .map(([length, tail]) => Uint8Array.from([length >> 8, length & 0xff, ...tail]));
  return fc.oneof(tooFew, badLength);
}

function mplsLabelStack(): fc.Arbitrary<ExtensionObject> {
  return fc.record({
    kind: fc.constant('mpls-label-stack'),
    entries: fc.array(labelStackEntry(), { minLength: 1, maxLength: 5 }),
  });
}

function interfaceInformation(): fc.Arbitrary<InterfaceInformation> {
  return fc.record({
    kind: fc.constant('interface-information'),
    role: fc.nat(3),
    reserved: fc.nat(3),
    interfaceIndex: fc.option(uint32),
    address: fc.option(fc.record({ reserved: uint16, address: address() })),
    interfaceName: fc.option(name().map(interfaceName)),
    mtu: fc.option(uint32),
  });
}

function interfaceIdentification(): fc.Arbitrary<InterfaceIdentification> {
  const byIndex = uint32.map(
    (index): InterfaceIdentification => ({ kind: 'interface-identification', by: 'index', index }),
  );
  return fc.oneof(name().map(identifyByName), byIndex, address().map(identifyByAddress), byHardwareAddress());
}

/** IANA's address family 16389, EUI-48, with two bytes of padding. */
function byHardwareAddress(): fc.Arbitrary<InterfaceIdentification> {
  return fc.record({
    kind: fc.constant('interface-identification'),
    by: fc.constant('address'),
    addressFamily: fc.constant(16389),
    addressLength: fc.constant(6),
    reserved: fc.nat(0xff),
    address: fc.constant(null),
    bytes: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  });
}

/** Classes unknown here, and known ones whose payload does not fit their C-Type. */
function unknownObject(): fc.Arbitrary<ExtensionObject> {
  const payload = fc.uint8Array({ maxLength: 40 });
  const odd = fc.uint8Array({ maxLength: 40 }).filter((bytes) => bytes.length % 4 !== 0 || bytes.length === 0);
  const tooShort = fc.uint8Array({ maxLength: 3 });
  return fc
    .oneof(
      fc.tuple(fc.integer({ min: 4, max: 0xff }), fc.nat(0xff), payload),
      fc.tuple(fc.constant(0), fc.nat(0xff), payload),
      fc.tuple(fc.constant(1), fc.integer({ min: 2, max: 0xff }), payload),
      fc.tuple(fc.constant(1), fc.constant(1), odd),
      fc.tuple(fc.constant(2), fc.constantFrom(0x08, 0x04, 0x01, 0x4d, 0xff), tooShort),
      fc.tuple(fc.constant(3), fc.constantFrom(2, 3), tooShort),
      fc.tuple(fc.constant(3), fc.constantFrom(0, 4, 0xff), payload),
    )
    .map(([classNumber, cType, bytes]) => ({ kind: 'unknown', classNumber, cType, payload: bytes }));
}

/** Without a zero at its end, which would be padding, and short enough for the one-byte length. */
function name(): fc.Arbitrary<string> {
  return fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replace(/\0+$/, ''));
}

function address(): fc.Arbitrary<string> {
  return fc
    .oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
    .map(formatAddress);
}

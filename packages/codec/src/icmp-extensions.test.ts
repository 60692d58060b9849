import { extensionObject, extensionStructure, fromHex, toHex } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeExtensionStructure,
  type ExtensionObject,
  type ExtensionStructureInit,
  encodeExtensionStructure,
} from './icmp-extensions.js';
import { identifyByAddress, identifyByName } from './interface-identification.js';
import { interfaceName } from './interface-information.js';

const none = new Uint8Array(0);

describe('an extension structure', () => {
  test('is decoded to what was encoded, with its checksum filled in', () => {
    fc.assert(
      fc.property(extensionStructure(), (structure) => {
        const decoded = decodeExtensionStructure(encodeExtensionStructure(structure));
        expect(decoded).toEqual({ checksum: decoded.checksum, ...structure });
      }),
      { numRuns: 1000 },
    );
  });

  test('gives its bytes again, whatever they are', () => {
    const mutated = fc.tuple(extensionStructure(), fc.nat(), fc.nat(0xff)).map(([structure, index, value]) => {
      const bytes = encodeExtensionStructure(structure);
      bytes[index % bytes.length] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 60 }), mutated), (bytes) => {
        expect(encodeExtensionStructure(decodeExtensionStructure(bytes))).toEqual(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  test.each(['0000 0101', '0003 0101', '000d 0101 00010101 00000000', '0004 01'])(
    'ends at the object %s, which it keeps with all that follows',
    (bad) => {
      const rest = fromHex(bad);
      const bytes = Uint8Array.from([...fromHex('20000000 0008 0101 00010101'), ...rest]);
      const { objects, rest: kept } = decodeExtensionStructure(bytes);
      expect(objects).toEqual([
        { kind: 'mpls-label-stack', entries: [{ label: 16, trafficClass: 0, bottom: true, ttl: 1 }] },
      ]);
      expect(kept).toEqual(rest);
    },
  );

  test('takes an object’s length as it is, also where it is no multiple of 4', () => {
    expect(decodeExtensionStructure(fromHex('20000000 0005 0963 ff 0004 0a00')).objects).toEqual([
      { kind: 'unknown', classNumber: 9, cType: 0x63, payload: fromHex('ff') },
      { kind: 'unknown', classNumber: 10, cType: 0, payload: none },
    ]);
  });
});

/** The one object of a structure. */
function objectOf(hex: string): ExtensionObject | undefined {
  const object = fromHex(hex);
  const { objects, rest } = decodeExtensionStructure(Uint8Array.from([0x20, 0, 0, 0, ...object]));
  expect(rest).toEqual(none);
  expect(objects).toHaveLength(1);
  return objects[0];
}

function hexOf(object: ExtensionObject): string {
  return toHex(encodeExtensionStructure({ version: 2, reserved: 0, objects: [object], rest: none })).slice(8);
}

// Readings of tshark 4.0 of the same bytes.
describe('an object', () => {
  test('of class 1 is a label stack', () => {
    expect(objectOf('000c 0101 659f0040 00064b01')).toEqual({
      kind: 'mpls-label-stack',
      entries: [
        { label: 416240, trafficClass: 0, bottom: false, ttl: 64 },
        { label: 100, trafficClass: 5, bottom: true, ttl: 1 },
      ],
    });
  });

  test('of class 2 tells index, address, name and MTU of an interface', () => {
    expect(objectOf('0020 020f 0000000f 00010000 0a0a0a0a 0c657468 30000000 00000000 000005dc')).toEqual({
      kind: 'interface-information',
      role: 0,
      reserved: 0,
      interfaceIndex: 15,
      address: { reserved: 0, address: '10.10.10.10' },
      interfaceName: { text: 'eth0', bytes: fromHex('6574683000000000000000') },
      mtu: 1500,
    });
    expect(objectOf('0018 02c4 00020000 20010db8000000000000000000000009')).toEqual({
      kind: 'interface-information',
      role: 3,
      reserved: 0,
      interfaceIndex: null,
      address: { reserved: 0, address: '2001:db8::9' },
      interfaceName: null,
      mtu: null,
    });
  });

  test('of class 3 identifies an interface', () => {
    expect(objectOf('0008 0301 65746830')).toEqual(identifyByName('eth0'));
    expect(objectOf('0008 0302 00000002')).toEqual({ kind: 'interface-identification', by: 'index', index: 2 });
    expect(objectOf('000c 0303 00010400 c0000209')).toEqual(identifyByAddress('192.0.2.9'));
    expect(objectOf('0010 0303 40050600 0200000000010000')).toMatchObject({
      addressFamily: 0x4005,
      addressLength: 6,
      address: null,
      bytes: fromHex('0200000000010000'),
    });
  });

  test.each([
    ['a label stack with half an entry', '000a 0101 000101010000'],
    ['a label stack without entries', '0004 0101'],
    ['class 1 of another type', '0008 0102 00010101'],
    ['an interface index cut short', '0007 0208 000000'],
    ['bytes behind an interface index', '0009 0208 00000001 00'],
    ['an address of an unknown family', '000c 0204 00030000 0a0a0a0a'],
    ['an IPv4 address cut short', '000b 0204 00010000 0a0a0a'],
    ['an IPv6 address cut short', '0017 0204 00020000 20010db80000000000000000000000'],
    ['an address cut in its family', '0007 0204 000100'],
    ['a name with a length of zero', '0008 0202 00657468'],
    ['a name longer than its object', '0008 0202 05657468'],
    ['a name that is not there', '0004 0202'],
    ['an MTU cut short', '0007 0201 000005'],
    ['an index of another size', '0009 0302 0000000200'],
    ['an address without its header', '0007 0303 000104'],
    ['class 3 of another type', '0008 0304 00000000'],
  ])('that does not fit its shape is kept as bytes: %s', (_, hex) => {
    const object = objectOf(hex);
    const bytes = fromHex(hex);
    expect(object).toEqual({
      kind: 'unknown',
      classNumber: bytes[2],
      cType: bytes[3],
      payload: bytes.subarray(4),
    });
  });

  test('may have a name of any length, padded or not, in UTF-8 or not', () => {
    expect(objectOf('0008 0202 04667870')).toMatchObject({ interfaceName: { text: 'fxp' } });
    expect(objectOf('0005 0202 01')).toMatchObject({ interfaceName: { text: '', bytes: none } });
    expect(objectOf('0008 0202 04ff0000')).toMatchObject({ interfaceName: { text: '\ufffd' } });
    expect(objectOf('0008 0202 04610062')).toMatchObject({ interfaceName: { text: 'a\0b' } });
    expect(objectOf('000a 0301 656e70317330')).toMatchObject({ by: 'name', name: 'enp1s0' });
  });

  test('with a family and length that disagree has no address, but all its bytes', () => {
    expect(objectOf('000c 0303 00010600 c0000209')).toMatchObject({ address: null, bytes: fromHex('c0000209') });
    expect(objectOf('000c 0303 00021000 c0000209')).toMatchObject({ address: null, bytes: fromHex('c0000209') });
    expect(objectOf('0014 0303 00020400 c0000209c0000209c0000209')).toMatchObject({ address: null });
  });

  test('is written with the class and type of its kind', () => {
    fc.assert(
      fc.property(extensionObject(), (object) => {
        const hex = hexOf(object);
        expect(Number.parseInt(hex.slice(0, 4), 16)).toBe(hex.length / 2);
        expect(objectOf(hex)).toEqual(object);
      }),
    );
  });
});

test('names are padded with zeros to whole words, counted with their length byte', () => {
  expect(interfaceName('eth0')).toEqual({ text: 'eth0', bytes: fromHex('65746830000000') });
  expect(interfaceName('fxp')).toEqual({ text: 'fxp', bytes: fromHex('667870') });
  expect(interfaceName('')).toEqual({ text: '', bytes: new Uint8Array(3) });
  expect(identifyByName('fxp0.0')).toMatchObject({ name: 'fxp0.0', bytes: fromHex('667870302e300000') });
  expect(identifyByName('ü')).toMatchObject({ bytes: fromHex('c3bc0000') });
});

test('an interface cannot be identified by what is no address', () => {
  expect(() => identifyByAddress('192.0.2')).toThrow(
    'interfaceIdentification.address must be an address, is "192.0.2"',
  );
});

describe('encodeExtensionStructure', () => {
  const structure = { version: 2, reserved: 0, objects: [], rest: none };
  const information = {
    kind: 'interface-information',
    role: 0,
    reserved: 0,
    interfaceIndex: null,
    address: null,
    interfaceName: null,
    mtu: null,
  } as const;
  const unknown = { kind: 'unknown', classNumber: 9, cType: 0, payload: none } as const;
  const byAddress = { kind: 'interface-identification', by: 'address', address: null, bytes: none } as const;
  const address = { addressFamily: 1, addressLength: 4, reserved: 0 };
  const withObject = (object: ExtensionObject): ExtensionStructureInit => ({ ...structure, objects: [object] });

  test.each<[string, ExtensionStructureInit]>([
    ['extensions.version', { ...structure, version: 16 }],
    ['extensions.reserved', { ...structure, reserved: 0x1000 }],
    ['extensions.checksum', { ...structure, checksum: 0x10000 }],
    ['object.length', withObject({ ...unknown, payload: new Uint8Array(65532) })],
    ['object.classNumber', withObject({ ...unknown, classNumber: 256 })],
    ['object.cType', withObject({ ...unknown, cType: -1 })],
    ['interfaceInformation.role', withObject({ ...information, role: 4 })],
    ['interfaceInformation.reserved', withObject({ ...information, reserved: 4 })],
    ['interfaceInformation.interfaceIndex', withObject({ ...information, interfaceIndex: 2 ** 32 })],
    ['interfaceInformation.mtu', withObject({ ...information, mtu: -1 })],
    ['interfaceInformation.address.reserved', withObject({ ...information, address: { reserved: -1, address: '::' } })],
    ['interfaceInformation.address.address', withObject({ ...information, address: { reserved: 0, address: 'x' } })],
    [
      'interfaceInformation.interfaceName.length',
      withObject({ ...information, interfaceName: { text: '', bytes: new Uint8Array(255) } }),
    ],
    ['interfaceIdentification.index', withObject({ kind: 'interface-identification', by: 'index', index: 2 ** 32 })],
    ['interfaceIdentification.addressFamily', withObject({ ...byAddress, ...address, addressFamily: 65536 })],
    ['interfaceIdentification.addressLength', withObject({ ...byAddress, ...address, addressLength: 256 })],
    ['interfaceIdentification.reserved', withObject({ ...byAddress, ...address, reserved: 256 })],
  ])('names %s where it does not fit', (field, init) => {
    expect(() => encodeExtensionStructure(init)).toThrow(RangeError);
    expect(() => encodeExtensionStructure(init)).toThrow(field);
  });
});

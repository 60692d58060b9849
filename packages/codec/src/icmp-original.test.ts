import { fromHex } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { type ExtensionStructureInit, encodeExtensionStructure } from './icmp-extensions.js';
import { decodeOriginal, encodeOriginal } from './icmp-original.js';
import { decodeIcmpv4, encodeIcmpv4 } from './icmpv4.js';

// Two Time Exceeded frames (Ethernet) from real routers, as they were posted publicly in trippy's issues 804 and 1561.
const ISSUE_804 = `
  32ff66fefef5fe00000001010800450000a842f30000f801dda03e7370f49f4153180b00f4ee001100004500005400004000020150759f415318
  5db8d822080078f8fe1880ee${'00'.repeat(100)}2000785600080101659f0101`;
const ISSUE_1561 = `
  0c3796a7407200090f0900130800450000a800000000f601cf273eb0fb6dc0a8fa660b00b3f20080000045b5005423b7400001017b56c0a8fa66
  981386c40800ef44861782a3${'00'.repeat(100)}200000000008010114830b01`;

describe('a reply from the field', () => {
  test('whose length field says 17 words shows its label at 128 (trippy issue 804)', () => {
    const frame = fromHex(ISSUE_804);
    const result = decodeIcmpv4(frame, 34, frame.length);
    expect(result).toMatchObject({
      ok: true,
      value: {
        name: 'time-exceeded',
        length: 17,
        original: frame.subarray(42, 42 + 128),
        extensions: {
          version: 2,
          checksum: 0x7856,
          objects: [{ kind: 'mpls-label-stack', entries: [{ label: 416240, trafficClass: 0, bottom: true, ttl: 1 }] }],
        },
      },
    });
    expect(result.ok && encodeIcmpv4(result.value)).toEqual(frame.slice(34));
  });

  test('whose length field counts bytes, without an extension checksum, shows its label (trippy issue 1561)', () => {
    const frame = fromHex(ISSUE_1561);
    const result = decodeIcmpv4(frame, 34, frame.length);
    expect(result).toMatchObject({
      ok: true,
      value: {
        length: 0x80,
        extensions: { checksum: 0, objects: [{ entries: [{ label: 84016, trafficClass: 5, bottom: true, ttl: 1 }] }] },
      },
    });
    expect(result.ok && encodeIcmpv4(result.value)).toEqual(frame.slice(34));
  });
});

const none = new Uint8Array(0);
const entry = { label: 16, trafficClass: 0, bottom: true, ttl: 1 };
const mpls: ExtensionStructureInit = {
  version: 2,
  reserved: 0,
  objects: [{ kind: 'mpls-label-stack', entries: [entry] }],
  rest: none,
};

/** So many bytes of quote, then a structure. */
function message(quote: number, structure: ExtensionStructureInit, fill = 0xaa): Uint8Array {
  return Uint8Array.from([...new Uint8Array(quote).fill(fill), ...encodeExtensionStructure(structure)]);
}

/** Where the quote ends, null where no extension was found. */
function found(bytes: Uint8Array, length: number, unit: 4 | 8 = 4, cut = false): number | null {
  const { original, extensions } = decodeOriginal(bytes, 0, bytes.length, length, unit, cut);
  expect(original).toEqual(bytes.subarray(0, extensions === null ? bytes.length : original.length));
  return extensions === null ? null : original.length;
}

describe('the extension structure', () => {
  test('is where the length field says, in the unit of the version', () => {
    expect(found(message(136, mpls), 34, 4)).toBe(136);
    expect(found(message(136, mpls), 17, 8)).toBe(136);
    expect(found(message(36, mpls), 9, 4)).toBe(36);
  });

  test('is at 128 where the length field says nothing, or something wrong', () => {
    for (const length of [0, 1, 17, 33, 255]) expect(found(message(128, mpls), length)).toBe(128);
  });

  test('is where the length field counts bytes', () => {
    expect(found(message(140, mpls), 140)).toBe(140);
    expect(found(message(200, mpls), 200, 8)).toBe(200);
  });

  test('is taken from where the length field says before any other place', () => {
    const both = Uint8Array.from([...message(128, mpls), ...new Uint8Array(4), ...encodeExtensionStructure(mpls)]);
    expect(found(both, 36)).toBe(144);
    expect(found(both, 0)).toBe(128);
  });

  test('may have its version in the wrong half of the byte', () => {
    expect(found(message(128, { ...mpls, version: 0, reserved: 0x200 }), 0)).toBe(128);
  });

  test.each([0, 1, 3, 4, 15])('of version %i is none', (version) => {
    expect(found(message(128, { ...mpls, version }), 32)).toBe(null);
  });

  test('with a wrong checksum is none', () => {
    expect(found(message(128, { ...mpls, checksum: 1 }), 32)).toBe(null);
  });

  test('without a checksum counts only if its objects fill it exactly', () => {
    expect(found(message(128, { ...mpls, checksum: 0 }), 32)).toBe(128);
    expect(found(message(128, { ...mpls, checksum: 0 }), 0)).toBe(128);
    expect(found(message(128, { ...mpls, checksum: 0, rest: new Uint8Array(1) }), 32)).toBe(null);
    expect(found(message(128, { ...mpls, checksum: 0, objects: [] }), 32)).toBe(null);
  });

  test('without a whole object counts only where the length field names it', () => {
    const broken = { ...mpls, objects: [], rest: fromHex('0003 0101') };
    expect(found(message(128, broken), 32)).toBe(128);
    expect(found(message(128, broken), 0)).toBe(null);
    expect(found(message(128, { ...mpls, objects: [] }), 32)).toBe(128);
    expect(found(message(128, { ...mpls, objects: [] }), 0)).toBe(null);
  });

  test('is not read out of zeros, spaces or what is too short for one', () => {
    for (const length of [0, 32, 128]) {
      expect(found(new Uint8Array(200), length)).toBe(null);
      expect(found(new Uint8Array(200).fill(0x20), length)).toBe(null);
      // So many spaces have a right checksum.
      expect(found(new Uint8Array(128 + 510).fill(0x20), length === 32 ? 0 : length)).toBe(null);
      expect(found(fromHex(`${'aa'.repeat(128)} 2000df`), length)).toBe(null);
    }
  });

  test('of a message cut short is believed only where the length field names it and an object is whole', () => {
    const two = { ...mpls, objects: [...mpls.objects, ...mpls.objects] };
    const cut = (quote: number, length: number, missing: number) => {
      const whole = message(quote, two);
      return found(whole.subarray(0, whole.length - missing), length, 4, true);
    };
    expect(cut(128, 32, 0)).toBe(128);
    expect(cut(128, 32, 8)).toBe(128);
    expect(cut(128, 32, 9)).toBe(null);
    expect(cut(128, 0, 1)).toBe(null);
    expect(cut(140, 140, 1)).toBe(null);
  });

  test('of a message cut short keeps the object that was cut as bytes', () => {
    const whole = message(128, { ...mpls, objects: [...mpls.objects, ...mpls.objects] });
    const bytes = whole.subarray(0, whole.length - 1);
    const { extensions } = decodeOriginal(bytes, 0, bytes.length, 32, 4, true);
    expect(extensions).toMatchObject({ objects: mpls.objects, rest: fromHex('0008 0101 000101') });
  });
});

describe('encoding quote and extensions', () => {
  const quote = new Uint8Array(28).fill(0xaa);

  test('pads the quote only for extensions and only when the length is left out', () => {
    expect(encodeOriginal(quote, null, undefined, 4)).toEqual({ length: 0, tail: quote });
    expect(encodeOriginal(quote, null, 7, 4)).toEqual({ length: 7, tail: quote });
    expect(encodeOriginal(quote, mpls, 5, 4)).toEqual({ length: 5, tail: message(28, mpls) });
    const filled = encodeOriginal(quote, mpls, undefined, 4);
    expect(filled.length).toBe(32);
    expect(filled.tail.subarray(0, 128)).toEqual(Uint8Array.from([...quote, ...new Uint8Array(100)]));
  });

  test('counts the unit of its version', () => {
    expect(encodeOriginal(new Uint8Array(129), mpls, undefined, 4).length).toBe(33);
    expect(encodeOriginal(new Uint8Array(129), mpls, undefined, 8).length).toBe(17);
  });
});

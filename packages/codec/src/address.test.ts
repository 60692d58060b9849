import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressBytes, addressFamily, formatAddress, parseAddress } from './address.js';

const ipv4Bytes = fc.uint8Array({ minLength: 4, maxLength: 4 });
const zeroHeavyBytes = fc
  .array(fc.oneof(fc.constant([0, 0]), fc.tuple(fc.nat(255), fc.nat(255))), { minLength: 8, maxLength: 8 })
  .map((groups) => Uint8Array.from(groups.flat()));

describe('formatting', () => {
  test.each([
    ['::', '00000000000000000000000000000000'],
    ['::1', '00000000000000000000000000000001'],
    ['1::', '00010000000000000000000000000000'],
    ['2001:db8::1', '20010db8000000000000000000000001'],
    // RFC 5952 section 4.2.2: a single zero group is no run.
    ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
    // Section 4.2.3: the longest run, the first of equally long ones.
    ['2001:0:0:1::1', '20010000000000010000000000000001'],
    ['2001:db8::1:0:0:1', '20010db8000000000001000000000001'],
    // Section 5: an IPv4-mapped address shows its IPv4 address; a deprecated compatible one does not.
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['::c000:201', '000000000000000000000000c0000201'],
    ['192.0.2.255', 'c00002ff'],
  ])('writes %s', (text, hex) => {
    expect(formatAddress(Uint8Array.from(Buffer.from(hex, 'hex')))).toBe(text);
  });

  test('compresses zeros where a browser does', () => {
    fc.assert(
      fc.property(zeroHeavyBytes, (bytes) => {
        const text = formatAddress(bytes);
        // The one difference: URLs write an IPv4-mapped address in hexadecimal.
        fc.pre(!text.includes('.'));
        expect(`[${text}]`).toBe(new URL(`http://[${text}]`).hostname);
      }),
    );
  });

  test.each([0, 3, 5, 15, 17])('refuses %i bytes', (length) => {
    expect(() => formatAddress(new Uint8Array(length))).toThrow(RangeError);
  });
});

describe('parsing', () => {
  test('gives back the bytes that were formatted', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4Bytes, zeroHeavyBytes), (bytes) => {
        expect(parseAddress(formatAddress(bytes))).toEqual(bytes);
      }),
    );
  });

  test.each([
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['0001:0:0:0:0:0:0:0', '1::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['0:0:0:0:0:ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ])('takes %s for %s', (text, canonical) => {
    expect(formatAddress(parseAddress(text) ?? new Uint8Array(0))).toBe(canonical);
  });

  test.each([
    ...['', '.', '1.2.3', '127.1', '2130706433', '010.0.0.1', '0x7f.0.0.1', '1.2.3.256', '1.2.3.4.', '.1.2.3.4'],
    ...['1.2.3.4.5', '1.2.3.-4', '1.2.3.4 ', ' 1.2.3.4', '1..2.3', '1.2.3.٤', '1.2.3.1000', '00.0.0.0', 'a.b.c.d'],
    ...[':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '::1:2:3:4:5:6:7:8'],
    ...[
      '12345::',
      'g::',
      'fe80::1%eth0',
      '::1.2.3',
      '::01.2.3.4',
      '1.2.3.4::',
      '::1.2.3.4:5',
      ':1::',
      '1::2:',
      '[::1]',
    ],
  ])('refuses "%s"', (text) => {
    expect(parseAddress(text)).toBeNull();
    expect(addressFamily(text)).toBeNull();
  });

  test('agrees with Node about every text made of what addresses are made of', () => {
    const piece = fc.constantFrom('::', ':', '.', '0', '1', '00', '255', '256', 'ffff', 'A', '1.2.3.4', '%', '-');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        // Node takes zones, which name an interface of one host and are no part of the address.
        fc.pre(!text.includes('%'));
        expect(addressFamily(text) ?? 0).toBe(isIP(text));
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('addresses that come again', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => {
    const bytes = Uint8Array.of(10, index >> 8, index & 0xff, (index * 7) & 0xff);
    return index % 2 === 0 ? bytes : Uint8Array.of(0x20, 1, ...bytes, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5);
  });
  const spelled = (bytes: Uint8Array): string =>
    bytes.length === 4 ? bytes.join('.') : new URL(`http://[${hexGroups(bytes)}]`).hostname.slice(1, -1);

  test('are written alike each time, also among more of them than anybody keeps', () => {
    const expected = many.map(spelled);
    for (let round = 0; round < 3; round++) expect(many.map(formatAddress)).toEqual(expected);
  });

  test('are read alike each time, however they are spelled', () => {
    for (let round = 0; round < 3; round++) {
      for (const bytes of many) expect(addressBytes(spelled(bytes))).toEqual(bytes);
      expect(addressBytes('2001:DB8:0::1')).toEqual(parseAddress('2001:db8::1'));
      expect(addressBytes('010.0.0.1')).toBeNull();
    }
  });

  test('have their bytes at hand, but of a few thousand of them only', () => {
    const known = addressBytes('192.0.2.1');
    expect(addressBytes('192.0.2.1')).toBe(known);
    for (const bytes of many) addressBytes(spelled(bytes));
    expect(addressBytes('192.0.2.1')).not.toBe(known);
  });

  test('are not changed by who changes the bytes that he was given', () => {
    const known = addressBytes('192.0.2.1');
    parseAddress('192.0.2.1')?.fill(0);
    expect(addressBytes('192.0.2.1')).toBe(known);
    expect(known).toEqual(Uint8Array.of(192, 0, 2, 1));
  });
});

function hexGroups(bytes: Uint8Array): string {
  return Array.from({ length: 8 }, (_, i) =>
    Buffer.from(bytes)
      .readUInt16BE(2 * i)
      .toString(16),
  ).join(':');
}

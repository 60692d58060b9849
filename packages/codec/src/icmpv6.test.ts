import { fromHex, icmpv6, icmpv6Error, toHex } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { internetChecksum, pseudoHeaderSum } from './checksum.js';
import { decodeIcmpv6, encodeIcmpv6, type Icmpv6, type Icmpv6Init } from './icmpv6.js';

const pseudoSum = pseudoHeaderSum('2001:db8::1', '2001:db8::2', 58, 0);

describe('ICMPv6', () => {
  test('is decoded to what was encoded, with checksums that are right and a length that names the extensions', () => {
    fc.assert(
      fc.property(icmpv6(), (message) => {
        const bytes = encodeIcmpv6(message, pseudoSum);
        const decoded = decode(bytes);
        expect(decoded).toEqual(withFilledIn(message, decoded));
        expect(internetChecksum(bytes, pseudoSum + bytes.length)).toBe(0);
        if (!('length' in decoded) || 'length' in message) return;
        const structure = bytes.subarray(8 + 8 * decoded.length);
        if (decoded.extensions?.checksum !== 0) expect(internetChecksum(structure)).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('gives its bytes again, whatever they are and wherever they stand', () => {
    const type = fc.constantFrom(1, 2, 3, 4, 5, 128, 129, 135, 160, 161);
    const random = fc
      .tuple(type, fc.uint8Array({ minLength: 3, maxLength: 200 }))
      .map(([first, rest]) => Uint8Array.of(first, ...rest));
    const mutated = fc.tuple(icmpv6(), fc.nat(), fc.nat(0xff)).map(([message, index, value]) => {
      const bytes = encodeIcmpv6(message, pseudoSum);
      bytes[index % bytes.length] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(random, mutated), fc.nat(5), fc.nat(5), fc.boolean(), (bytes, before, after, cut) => {
        const surrounded = Uint8Array.from([...new Uint8Array(before), ...bytes, ...new Uint8Array(after).fill(0x20)]);
        const result = decodeIcmpv6(surrounded, before, before + bytes.length, cut);
        expect(result.ok && encodeIcmpv6(result.value, pseudoSum)).toEqual(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  test('fails under 4 bytes only; a prefix that is too short for its shape is kept as bytes', () => {
    fc.assert(
      fc.property(icmpv6(), fc.nat(), (message, cut) => {
        const bytes = encodeIcmpv6(message, pseudoSum);
        const prefix = bytes.subarray(0, cut % bytes.length);
        const result = decodeIcmpv6(prefix, 0, prefix.length, true);
        if (prefix.length < 4) {
          const failure = { layer: 'icmpv6', reason: 'truncated', offset: 0, needed: 4, available: prefix.length };
          expect(result).toEqual({ ok: false, failure });
        } else {
          expect(result.ok && encodeIcmpv6(result.value, pseudoSum)).toEqual(prefix);
          if (prefix.length < 8) expect(result).toMatchObject({ ok: true, value: { name: 'other' } });
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('quotes at least 128 bytes in whole 64-bit words where extensions follow and no length is given', () => {
    fc.assert(
      fc.property(icmpv6Error(), fc.uint8Array({ maxLength: 300 }), (message, original) => {
        if (!('extensions' in message) || message.extensions === null || !('original' in message)) return;
        const { length: _, ...init } = { ...message, original };
        const decoded = decode(encodeIcmpv6(init as Icmpv6Init, pseudoSum));
        if (!('length' in decoded)) throw new Error(`became ${decoded.name}`);
        const padded = Math.max(128, Math.ceil(original.length / 8) * 8);
        expect(decoded.length).toBe(padded / 8);
        expect(decoded.original).toEqual(Uint8Array.from([...original, ...new Uint8Array(padded - original.length)]));
        expect(decoded.extensions).toMatchObject(message.extensions);
      }),
    );
  });
});

// A UDP probe from 2001:db8::1 port 40123 to 2001:db8::2 port 33434 with hop limit 1.
const QUOTE = '600000000008110120010db800000000000000000000000120010db80000000000000000000000029cbb829a00081234';
const original = fromHex(QUOTE);

// Every reading is that of tshark 4.0, and of tcpdump 4.99 but for the types of RFC 8335, of the same bytes.
describe('ICMPv6 as others read it', () => {
  test.each<[string, string, object]>([
    [
      'port unreachable',
      `0104a50300000000${QUOTE}`,
      { name: 'destination-unreachable', code: 4, checksum: 0xa503, length: 0, unused: 0, original, extensions: null },
    ],
    ['packet too big', `02009f0700000500${QUOTE}`, { name: 'packet-too-big', mtu: 1280, original }],
    ['parameter problem', `0401a20000000006${QUOTE}`, { name: 'parameter-problem', code: 1, pointer: 6, original }],
    [
      'time exceeded with a label stack, the length in 64-bit words',
      `030092a710000000${QUOTE.padEnd(256, '0')}20002e0c000c0101659f004000064b01`,
      {
        name: 'time-exceeded',
        length: 16,
        original: fromHex(QUOTE.padEnd(256, '0')),
        extensions: {
          version: 2,
          checksum: 0x2e0c,
          objects: [
            {
              kind: 'mpls-label-stack',
              entries: [
                { label: 416240, trafficClass: 0, bottom: false, ttl: 64 },
                { label: 100, trafficClass: 5, bottom: true, ttl: 1 },
              ],
            },
          ],
        },
      },
    ],
    [
      'echo request',
      '80005f750007000161626364',
      { name: 'echo-request', identifier: 7, sequenceNumber: 1, data: fromHex('61626364') },
    ],
    [
      'extended echo request by name',
      'a00003340007010120000f520008030165746830',
      { name: 'extended-echo-request', local: true, extensions: { objects: [{ by: 'name', name: 'eth0' }] } },
    ],
    [
      'extended echo reply',
      'a10001fa00070147',
      { name: 'extended-echo-reply', state: 2, active: true, ipv4: true, ipv6: true },
    ],
    [
      'neighbor solicitation, which RFC 4443 lacks',
      '8700ef7c0000000020010db8000000000000000000000002',
      { name: 'other', type: 135, data: fromHex('0000000020010db8000000000000000000000002') },
    ],
  ])('%s', (_, hex, expected) => {
    const decoded = decode(fromHex(hex));
    expect(decoded).toMatchObject(expected);
    expect(toHex(encodeIcmpv6(decoded, pseudoSum))).toBe(hex);
    const { checksum: given, ...rest } = decoded;
    expect(decode(encodeIcmpv6(rest, pseudoSum)).checksum).toBe(given);
  });
});

describe('encodeIcmpv6', () => {
  const common = { kind: 'icmpv6', code: 0, original } as const;

  test.each<[string, Icmpv6Init]>([
    ['icmpv6.type', { ...common, name: 'packet-too-big', type: 256, mtu: 1280 }],
    ['icmpv6.code', { ...common, name: 'packet-too-big', type: 2, code: 256, mtu: 1280 }],
    ['icmpv6.checksum', { ...common, name: 'packet-too-big', type: 2, checksum: -1, mtu: 1280 }],
    ['icmpv6.mtu', { ...common, name: 'packet-too-big', type: 2, mtu: 2 ** 32 }],
    ['icmpv6.pointer', { ...common, name: 'parameter-problem', type: 4, pointer: -1 }],
    ['icmpv6.length', { ...common, name: 'time-exceeded', type: 3, length: 256, unused: 0, extensions: null }],
    ['icmpv6.unused', { ...common, name: 'time-exceeded', type: 3, unused: 2 ** 24, extensions: null }],
  ])('names %s where it does not fit', (field, message) => {
    expect(() => encodeIcmpv6(message, pseudoSum)).toThrow(RangeError);
    expect(() => encodeIcmpv6(message, pseudoSum)).toThrow(`${field} is`);
  });
});

function decode(bytes: Uint8Array): Icmpv6 {
  const result = decodeIcmpv6(bytes, 0, bytes.length);
  if (!result.ok) throw new Error('not decoded');
  return result.value;
}

/** `message` with the members that the encoder filled in, and only those, taken from `decoded`. */
function withFilledIn(message: Icmpv6Init, decoded: Icmpv6): object {
  const filled = { checksum: decoded.checksum, ...('length' in decoded ? { length: decoded.length } : {}), ...message };
  if (!('extensions' in message) || message.extensions === null || !('extensions' in decoded)) return filled;
  return { ...filled, extensions: { checksum: decoded.extensions?.checksum, ...message.extensions } };
}

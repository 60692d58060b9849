import { fromHex, icmpv4, icmpv4Error, toHex } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { internetChecksum } from './checksum.js';
import { decodeIcmpv4, encodeIcmpv4 } from './icmpv4.js';
import type { Icmpv4, Icmpv4Init } from './icmpv4-messages.js';

describe('ICMPv4', () => {
  test('is decoded to what was encoded, with checksums that are right and a length that names the extensions', () => {
    fc.assert(
      fc.property(icmpv4(), (message) => {
        const bytes = encodeIcmpv4(message);
        const decoded = decode(bytes);
        expect(decoded).toEqual(withFilledIn(message, decoded));
        expect(internetChecksum(bytes)).toBe(0);
        if (!('length' in decoded) || 'length' in message) return;
        const structure = bytes.subarray(8 + 4 * decoded.length);
        if (decoded.extensions?.checksum !== 0) expect(internetChecksum(structure)).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('gives its bytes again, whatever they are and wherever they stand', () => {
    const type = fc.constantFrom(0, 3, 4, 5, 8, 9, 11, 12, 13, 14, 15, 16, 17, 42, 43);
    const random = fc
      .tuple(type, fc.uint8Array({ minLength: 3, maxLength: 200 }))
      .map(([first, rest]) => Uint8Array.of(first, ...rest));
    const mutated = fc.tuple(icmpv4(), fc.nat(), fc.nat(0xff)).map(([message, index, value]) => {
      const bytes = encodeIcmpv4(message);
      bytes[index % bytes.length] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(random, mutated), fc.nat(5), fc.nat(5), fc.boolean(), (bytes, before, after, cut) => {
        const surrounded = Uint8Array.from([...new Uint8Array(before), ...bytes, ...new Uint8Array(after).fill(0x20)]);
        const result = decodeIcmpv4(surrounded, before, before + bytes.length, cut);
        expect(result.ok && encodeIcmpv4(result.value)).toEqual(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  test('fails under 4 bytes only; a prefix that is too short for its shape is kept as bytes', () => {
    fc.assert(
      fc.property(icmpv4(), fc.nat(), (message, cut) => {
        const bytes = encodeIcmpv4(message);
        const prefix = bytes.subarray(0, cut % bytes.length);
        const result = decodeIcmpv4(prefix, 0, prefix.length, true);
        if (prefix.length < 4) {
          const failure = { layer: 'icmpv4', reason: 'truncated', offset: 0, needed: 4, available: prefix.length };
          expect(result).toEqual({ ok: false, failure });
        } else {
          expect(result.ok && encodeIcmpv4(result.value)).toEqual(prefix);
          if (prefix.length < 8) expect(result).toMatchObject({ ok: true, value: { name: 'other' } });
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('quotes at least 128 bytes in whole words where extensions follow and no length is given', () => {
    fc.assert(
      fc.property(icmpv4Error(), fc.uint8Array({ maxLength: 300 }), (message, original) => {
        if (!('extensions' in message) || message.extensions === null || !('original' in message)) return;
        const { length: _, ...init } = { ...message, original };
        const decoded = decode(encodeIcmpv4(init as Icmpv4Init));
        if (!('length' in decoded)) throw new Error(`became ${decoded.name}`);
        const padded = Math.max(128, Math.ceil(original.length / 4) * 4);
        expect(decoded.length).toBe(padded / 4);
        expect(decoded.original).toEqual(Uint8Array.from([...original, ...new Uint8Array(padded - original.length)]));
        expect(decoded.extensions).toMatchObject(message.extensions);
      }),
    );
  });
});

// A UDP probe from 192.0.2.1:40123 to 198.51.100.7:33434 with TTL 1.
const QUOTE = '4500001c123400000111bb61c0000201c63364079cbb829a00080000';
const original = fromHex(QUOTE);
const none = new Uint8Array(0);

// Every reading is that of tshark 4.0, and of tcpdump 4.99 but for the types of RFC 8335, of the same bytes.
describe('ICMPv4 as others read it', () => {
  test.each<[string, string, object]>([
    [
      'port unreachable',
      `0303dd9e00000000${QUOTE}`,
      { name: 'destination-unreachable', code: 3, checksum: 0xdd9e, length: 0, nextHopMtu: 0, original },
    ],
    [
      'fragmentation needed',
      `0304d82500000578${QUOTE}`,
      { name: 'destination-unreachable', code: 4, nextHopMtu: 1400 },
    ],
    ['source quench', `0400dca100000000${QUOTE}`, { name: 'source-quench', unused: 0, original }],
    [
      'redirect for a host',
      `050118a2c00002fe${QUOTE}`,
      { name: 'redirect', code: 1, gateway: '192.0.2.254', original },
    ],
    ['parameter problem', `0c00c0a114000000${QUOTE}`, { name: 'parameter-problem', pointer: 20, length: 0, original }],
    [
      'echo request',
      '080033310007000161626364',
      { name: 'echo-request', checksum: 0x3331, identifier: 7, sequenceNumber: 1, data: fromHex('61626364') },
    ],
    [
      'timestamp',
      '0d00ef0f00070001000003e80000000000000000',
      { name: 'timestamp', identifier: 7, originateTimestamp: 1000, receiveTimestamp: 0, transmitTimestamp: 0 },
    ],
    [
      'timestamp reply',
      '0e00de6e00070001000003e8000007d0000007d1',
      { name: 'timestamp-reply', originateTimestamp: 1000, receiveTimestamp: 2000, transmitTimestamp: 2001 },
    ],
    ['information request', '0f00f0f700070001', { name: 'information-request', identifier: 7, sequenceNumber: 1 }],
    [
      'extended echo request by name',
      '2a00d4f70007010120000f520008030165746830',
      {
        name: 'extended-echo-request',
        identifier: 7,
        sequenceNumber: 1,
        reserved: 0,
        local: true,
        extensions: { version: 2, checksum: 0x0f52, objects: [{ by: 'name', name: 'eth0' }] },
        data: none,
      },
    ],
    [
      'extended echo request by index, and a time stamp behind it',
      '2a001032000701002000dcf3000803020000000261626364',
      { local: false, extensions: { objects: [{ by: 'index', index: 2 }], rest: none }, data: fromHex('61626364') },
    ],
    [
      'extended echo request by address',
      '2a00d4f700070101200016e6000c030300010400c0000209',
      { extensions: { objects: [{ by: 'address', addressFamily: 1, addressLength: 4, address: '192.0.2.9' }] } },
    ],
    [
      'extended echo reply',
      '2b00d3b200070146',
      { name: 'extended-echo-reply', state: 2, reserved: 0, active: true, ipv4: true, ipv6: false, data: none },
    ],
    ['address mask request, which RFC 792 lacks', '1100eef70007000100000000', { name: 'other', type: 17 }],
  ])('%s', (_, hex, expected) => {
    const decoded = decode(fromHex(hex));
    expect(decoded).toMatchObject(expected);
    expect(toHex(encodeIcmpv4(decoded))).toBe(hex);
    const { checksum: given, ...rest } = decoded;
    expect(decode(encodeIcmpv4(rest)).checksum).toBe(given);
  });
});

describe('an ICMPv4 message of its own type but not of its shape', () => {
  test('is kept as bytes where it is too short', () => {
    expect(decode(fromHex('0b001234 000000'))).toEqual({
      kind: 'icmpv4',
      name: 'other',
      type: 11,
      code: 0,
      checksum: 0x1234,
      data: new Uint8Array(3),
    });
    expect(decode(fromHex('0d000000 0007 0001 00000000 00000000 000000'))).toMatchObject({ name: 'other' });
  });

  test('without a structure of RFC 4884 in an extended echo request is all data', () => {
    expect(decode(fromHex('2a000000 00070100 10000000 00080302 00000002'))).toMatchObject({
      extensions: null,
      data: fromHex('10000000 00080302 00000002'),
    });
    expect(decode(fromHex('2a000000 00070100 20000000'))).toMatchObject({
      extensions: null,
      data: fromHex('20000000'),
    });
    expect(decode(fromHex('2a000000 00070100 20000000 00050302'))).toMatchObject({ extensions: null });
  });
});

describe('encodeIcmpv4', () => {
  const error = { kind: 'icmpv4', type: 11, code: 0, unused: 0, unusedTail: 0, original, extensions: null } as const;
  const echo = { kind: 'icmpv4', type: 8, code: 0, identifier: 7, sequenceNumber: 1, data: none } as const;
  const time = { originateTimestamp: 0, receiveTimestamp: 0, transmitTimestamp: 0 };

  test.each<[string, Icmpv4Init]>([
    ['icmpv4.type', { ...echo, name: 'echo-request', type: 256 }],
    ['icmpv4.code', { ...echo, name: 'echo-request', code: -1 }],
    ['icmpv4.checksum', { ...echo, name: 'echo-request', checksum: 0x10000 }],
    ['icmp.identifier', { ...echo, name: 'echo-reply', identifier: 1.5 }],
    ['icmp.sequenceNumber', { ...echo, name: 'information-request', sequenceNumber: 0x10000 }],
    ['icmpv4.length', { ...error, name: 'time-exceeded', length: 256 }],
    ['icmpv4.unused', { ...error, name: 'time-exceeded', unused: 256 }],
    ['icmpv4.unusedTail', { ...error, name: 'time-exceeded', unusedTail: 0x10000 }],
    ['icmpv4.nextHopMtu', { ...error, name: 'destination-unreachable', nextHopMtu: 0x10000 }],
    ['icmpv4.pointer', { ...error, name: 'parameter-problem', pointer: 256 }],
    ['icmpv4.unused', { kind: 'icmpv4', name: 'source-quench', type: 4, code: 0, unused: 2 ** 32, original }],
    ['icmpv4.gateway', { kind: 'icmpv4', name: 'redirect', type: 5, code: 0, gateway: '2001:db8::1', original }],
    ['icmpv4.originateTimestamp', { ...echo, ...time, name: 'timestamp', originateTimestamp: 2 ** 32 }],
    ['icmpv4.receiveTimestamp', { ...echo, ...time, name: 'timestamp', receiveTimestamp: -1 }],
    ['icmpv4.transmitTimestamp', { ...echo, ...time, name: 'timestamp-reply', transmitTimestamp: Number.NaN }],
  ])('names %s where it does not fit', (field, message) => {
    expect(() => encodeIcmpv4(message)).toThrow(RangeError);
    expect(() => encodeIcmpv4(message)).toThrow(`${field} `);
  });

  test('writes a length as given, and pads nothing then', () => {
    const extensions = { version: 2, reserved: 0, objects: [], rest: none };
    const bytes = encodeIcmpv4({ ...error, name: 'time-exceeded', length: 9, extensions });
    expect(toHex(bytes.subarray(4))).toBe(`00090000${QUOTE}2000dfff`);
  });

  test('refuses a quote too long for the length field in front of extensions', () => {
    const extensions = { version: 2, reserved: 0, objects: [], rest: none };
    const long = { ...error, name: 'time-exceeded', original: new Uint8Array(1021), extensions } as const;
    expect(() => encodeIcmpv4(long)).toThrow('icmpv4.length is 256');
  });
});

function decode(bytes: Uint8Array): Icmpv4 {
  const result = decodeIcmpv4(bytes, 0, bytes.length);
  if (!result.ok) throw new Error('not decoded');
  return result.value;
}

/** `message` with the members that the encoder filled in, and only those, taken from `decoded`. */
function withFilledIn(message: Icmpv4Init, decoded: Icmpv4): object {
  const filled = { checksum: decoded.checksum, ...('length' in decoded ? { length: decoded.length } : {}), ...message };
  if (!('extensions' in message) || message.extensions === null || !('extensions' in decoded)) return filled;
  return { ...filled, extensions: { checksum: decoded.extensions?.checksum, ...message.extensions } };
}

import { type FrameParts, frame, fromHex, whatDoesNotFitALayerIsRefused } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame, LinkType, linkTypeName } from './frame.js';

const linkTypes = Object.values(LinkType);
const encoded = ({ linkType, layers, payload }: FrameParts): Uint8Array => encodeFrame(linkType, layers, payload);

describe('a frame', () => {
  test('is found again, layer by layer, in its own bytes', () => {
    fc.assert(
      fc.property(frame(), (parts) => {
        const { linkType, layers, network, payload } = parts;
        const bytes = encoded(parts);
        const offset = bytes.length - payload.length;
        expect(decodeFrame(linkType, bytes)).toEqual({ ok: true, value: { layers, network, offset, payload } });
      }),
      { numRuns: 1000 },
    );
  });

  test('gives its bytes again, whatever they are', () => {
    const anything = fc.tuple(fc.constantFrom(...linkTypes), fc.uint8Array({ maxLength: 80 }));
    const mutated = fc
      .tuple(frame(), fc.nat(), fc.nat(0xff))
      .map(([parts, index, value]): [number, Uint8Array] => [parts.linkType, mutate(encoded(parts), index, value)]);
    fc.assert(
      fc.property(fc.oneof(anything, mutated), ([linkType, bytes]) => {
        const result = decodeFrame(linkType, bytes);
        if (!result.ok) {
          expect(result.failure.offset + result.failure.available).toBe(bytes.length);
          return;
        }
        const { layers, offset, payload } = result.value;
        expect(offset).toBe(bytes.length - payload.length);
        expect(encodeFrame(linkType, layers, payload)).toEqual(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  test('cut inside its link headers fails in the layer that was cut, and says how much more it needs', () => {
    fc.assert(
      fc.property(frame(), fc.nat(), (parts, cut) => {
        const whole = encoded(parts);
        const headers = whole.length - parts.payload.length;
        if (headers === 0) return;
        const bytes = whole.slice(0, cut % headers);
        const result = decodeFrame(parts.linkType, bytes);
        if (result.ok) throw new Error('decoded without its headers');
        const { layer, reason, offset, needed, available } = result.failure;
        expect(parts.layers.map(({ kind }) => kind)).toContain(layer);
        expect({ reason, available }).toEqual({ reason: 'truncated', available: bytes.length - offset });
        expect(needed).toBeGreaterThan(available);
      }),
      { numRuns: 1000 },
    );
  });

  test('with a number that its field cannot hold, or an address that is none, is refused with a RangeError that names it', () => {
    const bad = fc.constantFrom(-1, 0.5, Number.NaN, 2 ** 32);
    fc.assert(fc.property(frame(), fc.nat(), bad, whatDoesNotFitALayerIsRefused), { numRuns: 1000 });
  });

  test('keeps the padding behind its network layer', () => {
    const bytes = fromHex('020000000002 020000000001 0800 45000014 0000');
    const result = decodeFrame(LinkType.ethernet, bytes);
    expect(result).toMatchObject({ ok: true, value: { network: 'ipv4', offset: 14, payload: bytes.slice(14) } });
  });

  test('of an unknown link type is unsupported', () => {
    const failure = { layer: 'link', reason: 'unsupported', offset: 0, needed: 0, available: 3 };
    expect(decodeFrame(147, Uint8Array.of(1, 2, 3))).toEqual({ ok: false, failure });
  });

  test('with more tags than any real one is refused', () => {
    const ethernet = fromHex('020000000002 020000000001 8100');
    const tags = (count: number) => fromHex(`${'00018100'.repeat(count)}0001 0800`);
    const frameOf = (count: number) => Uint8Array.from([...ethernet, ...tags(count - 1)]);
    expect(decodeFrame(LinkType.ethernet, frameOf(15))).toMatchObject({ ok: true, value: { network: 'ipv4' } });
    expect(decodeFrame(LinkType.ethernet, frameOf(16))).toMatchObject({
      ok: false,
      failure: { layer: 'vlan', reason: 'too-many', offset: 14 + 15 * 4, available: 4 },
    });
  });
});

describe('raw IP', () => {
  test.each([
    ['raw', LinkType.raw],
    ['raw of BSD/OS', LinkType.rawBsd],
    ['raw of OpenBSD', LinkType.rawOpenBsd],
  ])('%s tells IPv4 from IPv6 by the version', (_, linkType) => {
    expect(decodeFrame(linkType, Uint8Array.of(0x45, 0))).toMatchObject({ ok: true, value: { network: 'ipv4' } });
    expect(decodeFrame(linkType, Uint8Array.of(0x60, 0))).toMatchObject({ ok: true, value: { network: 'ipv6' } });
    expect(decodeFrame(linkType, Uint8Array.of(0x50, 0))).toMatchObject({ ok: true, value: { network: 'other' } });
    expect(decodeFrame(linkType, new Uint8Array(0))).toMatchObject({
      ok: true,
      value: { network: 'other', offset: 0 },
    });
  });

  test('of one family is that family, whatever the bytes', () => {
    expect(decodeFrame(LinkType.ipv4, Uint8Array.of(0x60))).toMatchObject({ ok: true, value: { network: 'ipv4' } });
    expect(decodeFrame(LinkType.ipv6, Uint8Array.of(0x45))).toMatchObject({ ok: true, value: { network: 'ipv6' } });
  });
});

describe('encodeFrame', () => {
  const vlan = { kind: 'vlan', priority: 0, dropEligible: false, vlan: 1, etherType: 0x0800 } as const;
  const ethernet = { kind: 'ethernet', destination: '02:00:00:00:00:02', source: '02:00:00:00:00:01' } as const;

  test('refuses layers that are not the link type’s', () => {
    const nothing = new Uint8Array(0);
    expect(() => encodeFrame(LinkType.ethernet, [vlan], nothing)).toThrow('a frame of ethernet cannot begin with vlan');
    expect(() => encodeFrame(LinkType.linuxSll, [], nothing)).toThrow('linux-sll cannot begin with no link layer');
    expect(() => encodeFrame(LinkType.raw, [vlan], nothing)).toThrow('a frame of raw cannot begin with vlan');
    expect(() => encodeFrame(147, [], nothing)).toThrow('a frame of linktype-147 cannot begin with no link layer');
  });

  test.each([
    ['vlan.vlan', { ...vlan, vlan: 4096 }],
    ['vlan.priority', { ...vlan, priority: 8 }],
    ['vlan.etherType', { ...vlan, etherType: -1 }],
    ['mpls.label', { kind: 'mpls', entries: [{ label: 2 ** 20, trafficClass: 0, bottom: true, ttl: 1 }] }],
    ['mpls.trafficClass', { kind: 'mpls', entries: [{ label: 0, trafficClass: 8, bottom: true, ttl: 1 }] }],
    ['mpls.ttl', { kind: 'mpls', entries: [{ label: 0, trafficClass: 0, bottom: true, ttl: 256 }] }],
    ['llc.control', { kind: 'llc', destinationServiceAccessPoint: 1, sourceServiceAccessPoint: 1, control: 256 }],
    ['snap.organization', { kind: 'snap', organization: 2 ** 24, protocol: 0 }],
    ['ethernet.source', { ...ethernet, source: '02:00:00:00:00', etherType: 0 }],
    ['ethernet.destination', { ...ethernet, destination: '2:0:0:0:0:1', etherType: 0 }],
  ] as const)('names %s where it does not fit', (field, layer) => {
    const layers = [{ ...ethernet, etherType: 0x0800 }, layer];
    expect(() => encodeFrame(LinkType.ethernet, layers, new Uint8Array(0))).toThrow(RangeError);
    expect(() => encodeFrame(LinkType.ethernet, layers, new Uint8Array(0))).toThrow(field);
  });

  test('reads hardware addresses in capitals too', () => {
    const layers = [{ ...ethernet, source: 'AB:CD:EF:00:00:01', etherType: 0x0800 }];
    expect(encodeFrame(LinkType.ethernet, layers, new Uint8Array(0))).toEqual(
      fromHex('020000000002 abcdef000001 0800'),
    );
  });
});

test('link types have the names that users see', () => {
  const names = [0, 1, 9, 12, 14, 101, 107, 108, 113, 228, 229, 276, 147].map(linkTypeName);
  expect(names.join(' ')).toBe(
    'null ethernet ppp raw raw raw frame-relay loop linux-sll ipv4 ipv6 linux-sll2 linktype-147',
  );
});

function mutate(bytes: Uint8Array, index: number, value: number): Uint8Array {
  if (bytes.length > 0) bytes[index % bytes.length] = value;
  return bytes;
}

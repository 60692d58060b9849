import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DatagramInit, encodeDatagram } from './datagram.js';
import { type Ipv4Header, reachIpv4 } from './ipv4.js';
import { fragmentIpv4 } from './ipv4-fragments.js';
import type { Ipv4Option } from './ipv4-options.js';
import { verifyChecksums } from './verify.js';

function probe(bytes: number, header: Partial<Ipv4Header> = {}): Uint8Array {
  const ip = {
    version: 4,
    typeOfService: 8,
    identification: 0x1234,
    reservedFlag: false,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 3,
    protocol: 17,
    source: '192.0.2.1',
    destination: '192.0.2.5',
    options: [],
    ...header,
  } satisfies DatagramInit['ip'];
  const data = Uint8Array.from({ length: bytes }, (_, index) => index);
  return encodeDatagram({ ip, payload: { kind: 'udp', sourcePort: 40_000, destinationPort: 33_434, payload: data } });
}

function headersOf(fragments: readonly Uint8Array[]): readonly Ipv4Header[] {
  return fragments.flatMap((bytes) => reachIpv4(bytes).ip ?? []);
}

describe('a datagram longer than an MTU', () => {
  // As Linux sends 3000 bytes over an MTU of 1500: tcpdump prints `offset 0, flags [+], length 1500` and so on.
  test('becomes fragments at multiples of 8 bytes, the last without the flag that more follow', () => {
    const headers = headersOf(fragmentIpv4(probe(3000 - 28), 1500));
    expect(headers.map((ip) => [ip.totalLength, ip.fragmentOffset * 8, ip.moreFragments])).toEqual([
      [1500, 0, true],
      [1500, 1480, true],
      [40, 2960, false],
    ]);
    for (const { identification, ttl, typeOfService } of headers)
      expect([identification, ttl, typeOfService]).toEqual([0x1234, 3, 8]);
  });

  test('that is a fragment itself becomes fragments of the whole', () => {
    const headers = headersOf(fragmentIpv4(probe(72, { fragmentOffset: 10, moreFragments: true }), 68));
    expect(headers.map((ip) => [ip.fragmentOffset, ip.moreFragments])).toEqual([
      [10, true],
      [16, true],
    ]);
  });

  test('has in all of them the identification that was given in place of 0, and in place of no other', () => {
    const all = (identification: number) => {
      const fragments = fragmentIpv4(probe(200, { identification }), 100, 0x4711);
      expect(fragments.map((bytes) => verifyChecksums(bytes)?.ip)).toEqual(fragments.map(() => 'valid'));
      return new Set(headersOf(fragments).map((ip) => ip.identification));
    };
    expect(all(0)).toEqual(new Set([0x4711]));
    expect(all(7)).toEqual(new Set([7]));
  });

  test('keeps in later fragments the options alone that are copied (RFC 791 section 3.1)', () => {
    const options: readonly Ipv4Option[] = [
      { kind: 'record-route', pointer: 4, addresses: ['0.0.0.0'] },
      { kind: 'no-operation' },
      { kind: 'router-alert', value: 0 },
    ];
    const fragments = fragmentIpv4(probe(100, { options }), 80);
    const kept = headersOf(fragments).map((ip) => ip.options.map(({ kind }) => kind));
    expect(kept[0]).toEqual(['record-route', 'no-operation', 'router-alert']);
    for (const later of kept.slice(1)) {
      expect(later).toEqual([...Array.from({ length: 8 }, () => 'no-operation'), 'router-alert']);
    }
    expect(fragments.map((bytes) => verifyChecksums(bytes)?.ip)).toEqual(fragments.map(() => 'valid'));
  });

  test('stays whole where it may not be divided, or nothing could be sent of it', () => {
    const whole = (datagram: Uint8Array, mtu: number) => expect(fragmentIpv4(datagram, mtu)).toEqual([datagram]);
    whole(probe(100), 128);
    whole(probe(100, { dontFragment: true }), 68);
    whole(probe(100), 27);
    whole(
      Uint8Array.from({ length: 100 }, () => 0x60),
      68,
    );
    whole(
      Uint8Array.from({ length: 100 }, () => 0x41),
      68,
    );
    whole(new Uint8Array(19), 8);
    whole(probe(100, { fragmentOffset: 0x1ffe }), 68);
  });
});

test('fragments put together are the datagram, and each fits and has a right header', () => {
  const flags = fc.record({ moreFragments: fc.boolean(), fragmentOffset: fc.nat(200), ttl: fc.nat(255) });
  fc.assert(
    fc.property(fc.nat(2000), fc.integer({ min: 68, max: 600 }), flags, (bytes, mtu, header) => {
      const datagram = probe(bytes, header);
      const fragments = fragmentIpv4(datagram, mtu);
      expect(fragments.flatMap((part) => [...part.subarray(20)])).toEqual([...datagram.subarray(20)]);
      expect(headersOf(fragments).at(-1)?.moreFragments).toBe(header.moreFragments);
      for (const part of fragments) {
        expect(part.length).toBeLessThanOrEqual(mtu);
        expect(verifyChecksums(part)?.ip).toBe('valid');
      }
    }),
  );
});

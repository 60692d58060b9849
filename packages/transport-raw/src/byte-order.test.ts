import { validDatagramBytes } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromSocketOrder, toSocketOrder } from './byte-order.js';

/** Total length 0x0123, don't-fragment and offset 5. */
const DATAGRAM = Uint8Array.from([
  0x45, 0, 0x01, 0x23, 0xab, 0xcd, 0x40, 0x05, 64, 17, 0, 0, 192, 0, 2, 1, 203, 0, 113, 2, 1, 2, 3, 4,
]);

/** What ip(4) of macOS says it does to a datagram on its way to a raw socket, on a processor of either kind. */
function asMacosDelivers(datagram: Uint8Array, littleEndian: boolean): Uint8Array {
  const delivered = datagram.slice();
  const view = new DataView(delivered.buffer);
  view.setUint16(2, view.getUint16(2) - ((datagram[0] ?? 0) & 0xf) * 4, littleEndian);
  view.setUint16(6, view.getUint16(6), littleEndian);
  return delivered;
}

describe('a system with headers in network order', () => {
  test('gets and gives them as they are on the wire', () => {
    expect(toSocketOrder(DATAGRAM, 'network', true)).toEqual(DATAGRAM);
    expect(fromSocketOrder(DATAGRAM.slice(), 'network', true)).toEqual(DATAGRAM);
  });
});

describe('a system with headers in host order', () => {
  test('gets total length and fragmentation turned around, and nothing else; the given bytes stay', () => {
    const given = Buffer.from(DATAGRAM);
    const turned = toSocketOrder(given, 'host', true);
    expect([...turned.subarray(0, 8)]).toEqual([0x45, 0, 0x23, 0x01, 0xab, 0xcd, 0x05, 0x40]);
    expect([...turned.subarray(8)]).toEqual([...DATAGRAM.subarray(8)]);
    expect([...given]).toEqual([...DATAGRAM]);
  });

  test('gets them as on the wire where its processor has the high byte first', () => {
    expect(toSocketOrder(DATAGRAM, 'host', false)).toEqual(DATAGRAM);
  });

  test('gives what was on the wire, whatever that was, in either order of bytes', () => {
    const ipv4 = validDatagramBytes().filter(
      (bytes) => (bytes[0] ?? 0) >> 4 === 4 && totalLength(bytes) === bytes.length,
    );
    fc.assert(
      fc.property(ipv4, fc.boolean(), (datagram, littleEndian) => {
        const delivered = asMacosDelivers(datagram, littleEndian);
        expect(fromSocketOrder(delivered, 'host', littleEndian)).toEqual(datagram);
      }),
    );
  });

  test('is not asked of what is too short to have a header', () => {
    const stump = Uint8Array.from([0x45, 0, 0, 9, 1, 2, 3, 4, 5]);
    expect(toSocketOrder(stump, 'host', true)).toEqual(stump);
    expect(fromSocketOrder(stump, 'host', true)).toEqual(stump);
  });
});

function totalLength(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint16(2);
}

import { fromHex } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { type DatagramInit, decodeDatagram, encodeDatagram } from './datagram.js';
import { verifyChecksums } from './verify.js';

const ip: DatagramInit['ip'] = {
  version: 4,
  typeOfService: 0,
  identification: 0,
  reservedFlag: false,
  dontFragment: false,
  moreFragments: false,
  fragmentOffset: 0,
  ttl: 64,
  protocol: 17,
  source: '192.0.2.1',
  destination: '192.0.2.2',
  options: [],
};

test('a datagram that Linux sent, as tshark 4 reads it', () => {
  const hex = '49000031c2f24000401165397f0000017f000001070f087f000001000000000000000000c707829d000dfe20726f757465';
  expect(decodeDatagram(fromHex(hex))).toMatchObject({
    ok: true,
    value: {
      payload: {
        kind: 'udp',
        sourcePort: 50951,
        destinationPort: 33437,
        length: 13,
        checksum: 0xfe20,
        payload: new TextEncoder().encode('route'),
      },
    },
  });
});

test('bytes of the IP payload past the UDP length are surplus', () => {
  expect(decodeDatagram(udp('000100020009000061' + 'beef'))).toMatchObject({
    ok: true,
    value: { payload: { length: 9, payload: fromHex('61'), surplus: fromHex('beef') } },
  });
});

describe('what the strict door refuses', () => {
  test.each([
    ['a header cut short by the IP length', '00010002000800', 'truncated', 8, 7],
    ['a length below that of the header', '0001000200070000', 'total-length', 8, 7],
    ['a length past the IP payload', '00010002000a000061', 'truncated', 10, 9],
  ] as const)('%s', (_, hex, reason, needed, available) => {
    const failure = { layer: 'udp', reason, offset: 20, needed, available };
    expect(decodeDatagram(udp(hex))).toEqual({ ok: false, failure });
  });
});

test('a checksum computed to be zero is sent as ffff, which says that there is one', () => {
  const payload = fromHex('0000');
  const sum = checksumOf(encodeDatagram({ ip, payload: { kind: 'udp', sourcePort: 1, destinationPort: 2, payload } }));
  const bytes = encodeDatagram({
    ip,
    payload: { kind: 'udp', sourcePort: 1, destinationPort: 2, payload: Uint8Array.of(sum >> 8, sum & 0xff) },
  });
  expect(checksumOf(bytes)).toBe(0xffff);
  expect(verifyChecksums(bytes)).toMatchObject({ payload: 'valid' });
});

test('a port that does not fit is refused by name and range', () => {
  const payload = { kind: 'udp', sourcePort: 65536, destinationPort: 2, payload: new Uint8Array(0) } as const;
  expect(() => encodeDatagram({ ip, payload })).toThrow(
    new RangeError('udp.sourcePort is 65536, must be a whole number from 0 to 65535'),
  );
});

/** The bytes as payload of an IPv4 header that claims them all. */
function udp(hex: string): Uint8Array {
  return encodeDatagram({ ip, payload: { kind: 'opaque', bytes: fromHex(hex) } });
}

function checksumOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer).getUint16(26);
}

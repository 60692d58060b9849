import { fromHex } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { decodeDatagram, encodeDatagram } from './datagram.js';
import type { Ipv4Header } from './ipv4.js';
import type { Ipv4Option } from './ipv4-options.js';

// Packets that Linux sent over its loopback interface; what is expected of them is as tcpdump 4.99 reads them.

test('a header with a record route that has one of three addresses filled in', () => {
  const header = ipv4Of(
    '49000031c2f24000401165397f0000017f000001070f087f000001000000000000000000c707829d000dfe20726f757465',
  );
  expect(header).toEqual({
    version: 4,
    headerLength: 36,
    typeOfService: 0,
    totalLength: 49,
    identification: 49906,
    reservedFlag: false,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 64,
    protocol: 17,
    headerChecksum: 0x6539,
    source: '127.0.0.1',
    destination: '127.0.0.1',
    options: [
      { kind: 'record-route', pointer: 8, addresses: ['127.0.0.1', '0.0.0.0', '0.0.0.0'] },
      { kind: 'end-of-list', padding: new Uint8Array(0) },
    ],
  });
});

test('a timestamp option with addresses, one of two entries filled in', () => {
  expect(
    ipv4Of('4a000034c2f340004011d2577f0000017f00000144140d017f00000100c5d18f0000000000000000c707829e000cfe1f74696d65')
      .options,
  ).toEqual([
    {
      kind: 'timestamp',
      pointer: 13,
      overflow: 0,
      flag: 1,
      entries: [
        { address: '127.0.0.1', timestamp: 12964239 },
        { address: '0.0.0.0', timestamp: 0 },
      ],
    },
  ]);
});

test('a router alert', () => {
  expect(ipv4Of('46000025c2f440004011e4cc7f0000017f00000194040000c707829f000d0000616c657274').options).toEqual([
    { kind: 'router-alert', value: 0 },
  ]);
});

test('the first fragment shows the transport header though its length claims more than is there', () => {
  const bytes = new Uint8Array(1276);
  bytes.set(fromHex('450004fcc32a2000401194c47f0000017f0000018db682a20512e76e'));
  const result = decodeDatagram(bytes);
  expect(result).toMatchObject({
    ok: true,
    value: {
      ip: { moreFragments: true, fragmentOffset: 0, identification: 49962 },
      payload: { kind: 'udp', sourcePort: 36278, destinationPort: 33442, length: 1298 },
    },
  });
});

test('a later fragment is bytes', () => {
  const bytes = new Uint8Array(62);
  bytes.set(fromHex('4500003ec32a009d4011b8e57f0000017f000001'));
  expect(decodeDatagram(bytes)).toMatchObject({
    ok: true,
    // tcpdump: offset 1256, in bytes.
    value: {
      ip: { moreFragments: false, fragmentOffset: 157 },
      payload: { kind: 'opaque', bytes: new Uint8Array(42) },
    },
  });
});

describe('what the strict door refuses', () => {
  const udp = '0035003500080000';
  test.each([
    ['a version that is neither 4 nor 6', `5500001c${'00'.repeat(24)}`, ['ip', 'version', 0, 1, 28]],
    ['nothing at all', '', ['ip', 'truncated', 0, 1, 0]],
    ['a header of 16 bytes', `4400001c${'00'.repeat(24)}`, ['ipv4', 'header-length', 0, 20, 28]],
    ['a total length below the header', `46000014${'00'.repeat(24)}`, ['ipv4', 'total-length', 0, 24, 20]],
    ['an option of no length', option(`07000000${udp}`), ['ipv4-option', 'option-length', 20, 2, 4]],
    ['an option past the header', option(`01070700${udp}`), ['ipv4-option', 'option-length', 21, 7, 3]],
    ['an option cut after its type', option(`01010107${udp}`), ['ipv4-option', 'option-length', 23, 2, 1]],
  ] as const)('%s', (_, hex, [layer, reason, offset, needed, available]) => {
    expect(decodeDatagram(fromHex(hex))).toEqual({ ok: false, failure: { layer, reason, offset, needed, available } });
  });

  function option(hex: string): string {
    return `46000020000000000a110000c0000201c0000202${hex}`;
  }
});

test('a total length of 0 means to the end of the bytes, as segmentation offload leaves it', () => {
  const hex = '4500000000000000401100007f0000017f0000010001000200000000aabbcc';
  expect(decodeDatagram(fromHex(hex))).toMatchObject({
    ok: true,
    value: { ip: { totalLength: 0 }, payload: { kind: 'udp', length: 0, payload: fromHex('aabbcc') } },
  });
});

describe('what does not fit is refused by name and range', () => {
  test.each<[string, Partial<Ipv4Header>]>([
    ['ipv4.ttl is 300, must be a whole number from 0 to 255', { ttl: 300 }],
    ['ipv4.ttl is -1, must be a whole number from 0 to 255', { ttl: -1 }],
    ['ipv4.ttl is 1.5, must be a whole number from 0 to 255', { ttl: 1.5 }],
    ['ipv4.typeOfService is NaN, must be a whole number from 0 to 255', { typeOfService: Number.NaN }],
    ['ipv4.totalLength is 65536, must be a whole number from 0 to 65535', { totalLength: 65536 }],
    ['ipv4.fragmentOffset is 8192, must be a whole number from 0 to 8191', { fragmentOffset: 8192 }],
    ['ipv4.headerLength is 22, must be a multiple of 4 from 0 to 60', { headerLength: 22 }],
    ['ipv4.headerLength is 64, must be a multiple of 4 from 0 to 60', { headerLength: 64 }],
    ['ipv4.headerLength is -4, must be a multiple of 4 from 0 to 60', { headerLength: -4 }],
    ['ipv4.source must be an IPv4 address, is "::1"', { source: '::1' }],
    ['ipv4.destination must be an IPv4 address, is "10.0.0.01"', { destination: '10.0.0.01' }],
    ['ipv4.options must take a multiple of 4 bytes, at most 40, not 1', { options: [{ kind: 'no-operation' }] }],
    [
      'ipv4.options must take a multiple of 4 bytes, at most 40, not 44',
      { options: Array<Ipv4Option>(44).fill({ kind: 'no-operation' }) },
    ],
  ])('%s', (message, fields) => {
    const ip = { ...ipv4Of('45000014000000004032000001020304050607080000'), ...fields };
    expect(() => encodeDatagram({ ip, payload: { kind: 'opaque', bytes: new Uint8Array(0) } })).toThrow(
      new RangeError(message),
    );
  });
});

function ipv4Of(hex: string): Ipv4Header {
  const result = decodeDatagram(fromHex(hex));
  if (!result.ok || result.value.ip.version !== 4) throw new Error(`no IPv4 datagram: ${JSON.stringify(result)}`);
  return result.value.ip;
}

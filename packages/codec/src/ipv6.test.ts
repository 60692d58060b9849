import { fromHex } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { decodeDatagram, encodeDatagram } from './datagram.js';
import type { Ipv6Header } from './ipv6.js';
import type { Ipv6ExtensionHeader } from './ipv6-extension-headers.js';

// Packets that Linux sent over its loopback interface; what is expected of them is as tcpdump 4.99 reads them.
const loopback = `${'00'.repeat(15)}01`;

test('a header with hop-by-hop options (router alert) and destination options before UDP', () => {
  const hex = `6286ff30001d0005${loopback}${loopback}3c000502000001001100010400000000e938829b000d591f616c657274`;
  expect(decodeDatagram(fromHex(hex))).toEqual({
    ok: true,
    value: {
      ip: {
        version: 6,
        trafficClass: 0x28,
        flowLabel: 0x6ff30,
        payloadLength: 29,
        nextHeader: 0,
        hopLimit: 5,
        source: '::1',
        destination: '::1',
        extensionHeaders: [
          {
            kind: 'hop-by-hop-options',
            nextHeader: 60,
            options: [
              { kind: 'router-alert', value: 0 },
              { kind: 'padn', data: new Uint8Array(0) },
            ],
          },
          { kind: 'destination-options', nextHeader: 17, options: [{ kind: 'padn', data: new Uint8Array(4) }] },
        ],
      },
      payload: {
        kind: 'udp',
        sourcePort: 59704,
        destinationPort: 33435,
        length: 13,
        checksum: 0x591f,
        payload: new TextEncoder().encode('alert'),
        surplus: new Uint8Array(0),
      },
    },
  });
});

test('the first fragment shows its transport header, the second is bytes', () => {
  const first = new Uint8Array(1280);
  first.set(fromHex(`6001dfcb04d82c40${loopback}${loopback}1100000198dfbef4c51f82a10512ae07`));
  expect(decodeDatagram(first)).toMatchObject({
    ok: true,
    value: {
      ip: {
        extensionHeaders: [{ kind: 'fragment', fragmentOffset: 0, moreFragments: true, identification: 0x98dfbef4 }],
      },
      payload: { kind: 'udp', sourcePort: 50463, destinationPort: 33441, length: 1298 },
    },
  });
  const second = new Uint8Array(114);
  second.set(fromHex(`6001dfcb004a2c40${loopback}${loopback}110004d098dfbef4`));
  expect(decodeDatagram(second)).toMatchObject({
    ok: true,
    // tcpdump: offset 1232, in bytes.
    value: {
      ip: { extensionHeaders: [{ kind: 'fragment', nextHeader: 17, fragmentOffset: 154, moreFragments: false }] },
      payload: { kind: 'opaque', bytes: new Uint8Array(66) },
    },
  });
});

test('a segment routing header (RFC 8754) keeps its segments as bytes', () => {
  const segments = `01000000${loopback}${loopback}`;
  const hex = `60000000002c2b40${loopback}${loopback}3b040401${segments}${'00'.repeat(4)}`;
  const result = decodeDatagram(fromHex(hex));
  expect(result).toMatchObject({
    ok: true,
    value: {
      ip: { extensionHeaders: [{ kind: 'routing', routingType: 4, segmentsLeft: 1, data: fromHex(segments) }] },
      payload: { kind: 'opaque', bytes: new Uint8Array(4) },
    },
  });
});

test('ESP hides what follows, and nothing is looked for behind it', () => {
  const hex = `6000000000083240${loopback}${loopback}0011223344556677`;
  expect(decodeDatagram(fromHex(hex))).toMatchObject({
    ok: true,
    value: {
      ip: { nextHeader: 50, extensionHeaders: [] },
      payload: { kind: 'opaque', bytes: fromHex('0011223344556677') },
    },
  });
});

test('a payload length of 0 means to the end of the bytes, but nothing where no next header follows', () => {
  const udp = '0001000200000000aa';
  expect(decodeDatagram(fromHex(`6000000000001140${loopback}${loopback}${udp}`))).toMatchObject({
    ok: true,
    value: { payload: { kind: 'udp', payload: fromHex('aa') } },
  });
  expect(decodeDatagram(fromHex(`6000000000003b40${loopback}${loopback}${udp}`))).toMatchObject({
    ok: true,
    value: { payload: { kind: 'opaque', bytes: new Uint8Array(0) } },
  });
});

describe('what the strict door refuses', () => {
  test.each([
    ['an extension header past the payload', '00083c40', '1101000000000000', 'truncated', 40, 16, 8],
    ['an extension header of one byte', '00013c40', '11', 'truncated', 40, 8, 1],
    ['an option past its header', '00083c40', '3b00050700000000', 'option-length', 42, 9, 6],
    ['33 headers', '01083c40', '3c00000000000000'.repeat(33), 'too-many', 40 + 8 * 32, 8, 8],
  ] as const)('%s', (_, lengths, rest, reason, offset, needed, available) => {
    const hex = `60000000${lengths}${loopback}${loopback}${rest}`;
    const failure = { layer: 'ipv6-extension-header', reason, offset, needed, available };
    expect(decodeDatagram(fromHex(hex))).toEqual({ ok: false, failure });
  });
});

describe('what does not fit is refused by name and range', () => {
  test.each<[string, Partial<Ipv6Header>]>([
    ['ipv6.hopLimit is 256, must be a whole number from 0 to 255', { hopLimit: 256 }],
    ['ipv6.flowLabel is 1048576, must be a whole number from 0 to 1048575', { flowLabel: 0x100000 }],
    ['ipv6.trafficClass is 256, must be a whole number from 0 to 255', { trafficClass: 256 }],
    ['ipv6.source must be an IPv6 address, is "127.0.0.1"', { source: '127.0.0.1' }],
    ['ipv6.routing must take a multiple of 8 bytes from 8 to 2048, not 9', headers({ kind: 'routing', bytes: 5 })],
    ['ipv6.other must take a multiple of 8 bytes from 8 to 2048, not 2', headers({ kind: 'other', bytes: 0 })],
    [
      'ipv6.authentication must take a multiple of 4 bytes from 8 to 1028, not 1032',
      headers({ kind: 'authentication', bytes: 1030 }),
    ],
  ])('%s', (message, fields) => {
    const ip: Ipv6Header = { ...ipv6Of(`6000000000003b40${loopback}${loopback}`), ...fields };
    expect(() => encodeDatagram({ ip, payload: { kind: 'opaque', bytes: new Uint8Array(0) } })).toThrow(
      new RangeError(message),
    );
  });

  function headers({
    kind,
    bytes,
  }: {
    kind: 'routing' | 'other' | 'authentication';
    bytes: number;
  }): Partial<Ipv6Header> {
    const data = new Uint8Array(bytes);
    const header: Ipv6ExtensionHeader =
      kind === 'routing'
        ? { kind, nextHeader: 59, routingType: 0, segmentsLeft: 0, data }
        : { kind, nextHeader: 59, data };
    return { extensionHeaders: [header] };
  }
});

function ipv6Of(hex: string): Ipv6Header {
  const result = decodeDatagram(fromHex(hex));
  if (!result.ok || result.value.ip.version !== 6) throw new Error(`no IPv6 datagram: ${JSON.stringify(result)}`);
  return result.value.ip;
}

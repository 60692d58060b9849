import { fromHex } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { decodeDatagram } from './datagram.js';
import { decodeQuote } from './quote.js';

const probe = fromHex('4500001c00070000011100000a000001c0000201829a829b0008beef');
const header = { version: 4, ttl: 1, source: '10.0.0.1', destination: '192.0.2.1' };

test('the IP header and 8 bytes, the normal case, give the whole UDP header and say that more was sent', () => {
  const quoted = probe.slice();
  quoted.set([0, 60], 2);
  quoted.set([0, 40], 24);
  expect(decodeQuote(quoted)).toMatchObject({
    ip: { ...header, totalLength: 60 },
    payload: { kind: 'udp', sourcePort: 0x829a, destinationPort: 0x829b, length: 40, checksum: 0xbeef },
    stopped: { layer: 'ipv4', reason: 'truncated', offset: 0, needed: 60, available: 28 },
  });
});

test('8 bytes of TCP give ports and sequence number and no field that is not there', () => {
  const hex = '4500003c00070000010600000a000001c0000201829a00501234abcd';
  expect(decodeQuote(fromHex(hex)).payload).toEqual({
    kind: 'tcp',
    sourcePort: 0x829a,
    destinationPort: 80,
    sequenceNumber: 0x1234abcd,
  });
});

test('a field of which only one byte is there is left out', () => {
  expect(decodeQuote(probe.subarray(0, 27)).payload).toEqual({
    kind: 'udp',
    sourcePort: 0x829a,
    destinationPort: 0x829b,
    length: 8,
  });
});

describe('a header that is cut shows all fields that are whole, and no other', () => {
  const udp = { sourcePort: 0x829a, destinationPort: 0x829b, length: 0x0428, checksum: 0xbeef };
  const udpLite = { sourcePort: 0x829a, destinationPort: 0x829b, checksumCoverage: 0x0428, checksum: 0xbeef };
  const tcp = { sourcePort: 0x829a, destinationPort: 0x829b, sequenceNumber: 0x0428beef };
  const fixed = {
    acknowledgmentNumber: 0x01020304,
    headerLength: 24,
    reserved: 0,
    flags: 0x12,
    window: 0x0506,
    checksum: 0x0708,
    urgentPointer: 0x090a,
  };
  const bytes = fromHex('829a829b0428beef01020304601205060708090a020405b4c0ffee');
  const mss = { kind: 'maximum-segment-size', value: 1460 };

  test.each([
    [17, 7, { kind: 'udp', ...udp, checksum: undefined }],
    [17, 8, { kind: 'udp', ...udp, payload: bytes.slice(8, 8), surplus: bytes.slice(8, 8) }],
    [17, 10, { kind: 'udp', ...udp, payload: bytes.slice(8, 10), surplus: bytes.slice(10, 10) }],
    [136, 7, { kind: 'udp-lite', ...udpLite, checksum: undefined }],
    [136, 8, { kind: 'udp-lite', ...udpLite, payload: bytes.slice(8, 8) }],
    [136, 10, { kind: 'udp-lite', ...udpLite, payload: bytes.slice(8, 10) }],
    [6, 1, { kind: 'tcp' }],
    [6, 8, { kind: 'tcp', ...tcp }],
    [6, 19, { kind: 'tcp', ...tcp, ...fixed, urgentPointer: undefined }],
    [6, 20, { kind: 'tcp', ...tcp, ...fixed, options: [], payload: bytes.slice(20, 20) }],
    [6, 24, { kind: 'tcp', ...tcp, ...fixed, options: [mss], payload: bytes.slice(24, 24) }],
    [6, 26, { kind: 'tcp', ...tcp, ...fixed, options: [mss], payload: bytes.slice(24, 26) }],
    [47, 5, { kind: 'opaque', bytes: bytes.slice(0, 5) }],
    [47, 0, null],
  ])('protocol %i, %i bytes', (protocol, length, expected) => {
    const header = fromHex('4500ffff000700000100' + '0000' + '0a000001c0000201');
    header[9] = protocol;
    expect(decodeQuote(Uint8Array.of(...header, ...bytes.subarray(0, length))).payload).toEqual(expected);
  });

  test('a TCP header that claims less than its fixed fields has no place for options and payload', () => {
    const quoted = fromHex('4500ffff00070000010600000a000001c0000201' + '829a829b0428beef0102030440120506');
    expect(decodeQuote(quoted).payload).not.toHaveProperty('payload');
  });
});

describe('an ICMP message that is cut shows what it reached', () => {
  const addresses = `${'00'.repeat(15)}01${'00'.repeat(15)}02`;
  const families = [
    ['icmpv4', '4500003c00070000010100000a000001c0000201', 8],
    ['icmpv6', `60000000001c3a01${addresses}`, 128],
  ] as const;

  test.each(families)('%s to its type, its code, its number', (kind, header, type) => {
    const message = `${type.toString(16).padStart(2, '0')}01beef00070009`;
    const reached = (bytes: number) => decodeQuote(fromHex(header + message.slice(0, 2 * bytes))).payload;
    expect(reached(0)).toBeNull();
    expect(reached(1)).toEqual({ kind, type });
    expect(reached(2)).toEqual({ kind, type, code: 1 });
    expect(reached(8)).toMatchObject({ kind, type, checksum: 0xbeef, identifier: 7, sequenceNumber: 9 });
  });

  test.each([
    ['ICMPv6 in IPv4', '4500003c00070000013a00000a000001c0000201'],
    ['ICMPv4 in IPv6', `60000000001c0101${addresses}`],
  ])('%s is none', (_, header) => {
    expect(decodeQuote(fromHex(`${header}8001`)).payload).toEqual({ kind: 'opaque', bytes: fromHex('8001') });
  });
});

test('a later fragment has no header to read', () => {
  const later = fromHex('4500003c00070001011100000a000001c0000201829a829b0008beef');
  expect(decodeQuote(later).payload).toEqual({ kind: 'opaque', bytes: later.slice(20) });
});

test('a first fragment that ends within its UDP header shows its ports only as bytes, and in a cut one as ports', () => {
  const fragment = fromHex('4500001800072000011100000a000001c0000201829a829b');
  expect(decodeQuote(fragment)).toMatchObject({
    payload: { kind: 'opaque', bytes: fragment.slice(20) },
    stopped: null,
  });
  fragment[3] = 0x1c;
  expect(decodeQuote(fragment).payload).toEqual({ kind: 'udp', sourcePort: 0x829a, destinationPort: 0x829b });
});

test('nothing behind the IP header is no payload, and less than an IP header is none', () => {
  expect(decodeQuote(probe.subarray(0, 20))).toMatchObject({ ip: header, payload: null });
  expect(decodeQuote(probe.subarray(0, 19))).toMatchObject({ ip: null, payload: null, stopped: { needed: 20 } });
});

describe('what broken routers make of the total length does not hide the ports', () => {
  test.each([
    ['in the wrong byte order, too large', 0x1c00],
    ['in the wrong byte order, below that of the header', 0x0004],
    ['without the header', 8],
    ['without the header, of a TCP-sized probe', 20],
  ])('%s', (_, totalLength) => {
    const quoted = probe.slice();
    quoted.set([totalLength >> 8, totalLength & 0xff], 2);
    expect(decodeQuote(quoted)).toMatchObject({
      ip: { totalLength },
      payload: { kind: 'udp', sourcePort: 0x829a, destinationPort: 0x829b },
    });
  });
});

test('options that cannot be divided are kept, and the ports behind them are read', () => {
  const hex = '4600003c00070000011100000a000001c000020107ff0000829a829b0008beef';
  expect(decodeQuote(fromHex(hex))).toMatchObject({
    ip: { options: [{ kind: 'malformed', bytes: fromHex('07ff0000') }] },
    payload: { kind: 'udp', sourcePort: 0x829a },
    stopped: { layer: 'ipv4', reason: 'truncated' },
  });
});

test('IPv6 extension headers are walked to the ports', () => {
  const addresses = `${'00'.repeat(15)}01${'00'.repeat(15)}02`;
  const hex = `6000000000503c01${addresses}1100010400000000829a829b0048beef`;
  expect(decodeQuote(fromHex(hex))).toMatchObject({
    ip: { extensionHeaders: [{ kind: 'destination-options' }] },
    payload: { kind: 'udp', sourcePort: 0x829a, destinationPort: 0x829b },
  });
});

test('an IPv6 extension header that is cut leaves no payload to read', () => {
  const addresses = `${'00'.repeat(15)}01${'00'.repeat(15)}02`;
  expect(decodeQuote(fromHex(`6000000000503c01${addresses}1101010400000000`))).toMatchObject({
    ip: { nextHeader: 60, extensionHeaders: [] },
    payload: null,
    stopped: { layer: 'ipv6', needed: 120, available: 48 },
  });
});

test('byte fields are views of what was passed in, also of a Buffer', () => {
  const buffer = Buffer.from([...probe, 0x61, 0x62]);
  buffer.set([0, 30], 2);
  buffer.set([0, 10], 24);
  const result = decodeDatagram(buffer);
  if (!result.ok || result.value.payload.kind !== 'udp') throw new Error('no UDP datagram');
  const { payload } = result.value.payload;
  expect([...payload]).toEqual([0x61, 0x62]);
  expect(Object.getPrototypeOf(payload)).toBe(Uint8Array.prototype);
  buffer[28] = 0x7a;
  expect(payload[0]).toBe(0x7a);
});

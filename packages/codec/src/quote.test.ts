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

test('an echo request cut to its type and code shows them', () => {
  const hex = '4500003c00070000010100000a000001c00002010800';
  expect(decodeQuote(fromHex(hex)).payload).toEqual({ kind: 'icmpv4', type: 8, code: 0 });
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

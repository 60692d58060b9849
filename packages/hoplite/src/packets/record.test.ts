import { type LinkLayer, LinkType } from '@hoplite/codec';
import { captureOf, directReply, icmpProbe, tcpProbe, timeExceeded } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedSchemaFaults, schemaFaults } from '../schema.fixture.js';
import { ndjson } from './ndjson.js';
import { answer, anyPacket, capturePacket, ethernet, framed, probe } from './packets.fixture.js';
import { packetRecord } from './record.js';

describe('the record of a packet', () => {
  it('has every field that was decoded', () => {
    const record = recordOf(capturePacket(framed(answer()), { number: 2, at: 74_000, comment: 'x', interface: 3 }));
    const original = '45000020000300000111edc80a000001c00002019cbb829a000c147e'.padEnd(256, '0');
    expect(record).toEqual({
      v: 1,
      number: 2,
      at: '2026-01-31T12:00:00.000074000Z',
      interface: 3,
      comment: 'x',
      link: 'ethernet',
      length: 182,
      captured: 182,
      layers: [ethernet],
      ip: ipv4({
        source: '10.0.0.2',
        destination: '10.0.0.1',
        ttl: 64,
        identification: 7,
        protocol: 1,
        totalLength: 168,
        headerChecksum: 0x664c,
      }),
      icmp: {
        type: 11,
        code: 0,
        checksum: 0x8919,
        name: 'time-exceeded',
        unused: 0,
        length: 32,
        unusedTail: 0,
        original,
        extensionHeader: { version: 2, reserved: 0, checksum: 0, rest: '' },
      },
      quote: {
        ip: ipv4({
          source: '10.0.0.1',
          destination: '192.0.2.1',
          ttl: 1,
          identification: 3,
          protocol: 17,
          totalLength: 32,
          headerChecksum: 0xedc8,
        }),
        udp: {
          sourcePort: 40123,
          destinationPort: 33434,
          length: 12,
          checksum: 0x147e,
          payload: '00000000',
          surplus: '',
        },
        problem: null,
      },
      extensions: [
        {
          length: 8,
          class: 1,
          type: 1,
          kind: 'mpls-label-stack',
          entries: [{ label: 24001, trafficClass: 0, bottom: true, ttl: 1 }],
        },
      ],
      problem: null,
      checksums: { ip: 'valid', payload: 'valid', extensions: 'absent' },
    });
  });

  it('knows the time itself where none is given', () => {
    expect(packetRecord(capturePacket(framed(probe), { at: 7 })).at).toBe('2026-01-31T12:00:00.000000007Z');
  });

  it('of a cut packet has the fields that were reached, and says where it is cut', () => {
    const frame = framed(probe);
    const record = recordOf(capturePacket(frame.slice(0, 38), { originalLength: frame.length }));
    expect(record).toMatchObject({
      length: 46,
      captured: 38,
      udp: { sourcePort: 40123, destinationPort: 33434 },
      problem: { layer: 'ipv4', reason: 'truncated', offset: 14, needed: 32, available: 24 },
      checksums: { ip: 'valid', payload: 'unverifiable', extensions: null },
    });
    expect(record.udp).not.toHaveProperty('length');
    expect(record.problem.text).toBe('ipv4 at byte 14: needs 32 bytes, 24 are there');
  });

  it('says where in the frame a quote is cut', () => {
    const { quote } = recordOf(capturePacket(framed(timeExceeded(probe, '10.0.0.2', { quoteLength: 20 }))));
    expect(quote).toMatchObject({ ip: { ttl: 1 }, problem: { layer: 'ipv4', offset: 42, needed: 32, available: 20 } });
  });

  it('has each protocol under its name', () => {
    const route = { source: 'fd00::1', destination: 'fd00::2', ttl: 9 };
    const echo = icmpProbe({ ...route, identifier: 5, sequenceNumber: 7 });
    const syn = tcpProbe({ ...route, sourcePort: 1, destinationPort: 80, sequenceNumber: 9 });
    const [first, second] = captureOf([echo, directReply(syn)].map((datagram) => ({ at: 0, datagram }))).map(recordOf);
    expect(first).toMatchObject({
      link: 'raw',
      ip: { version: 6, hopLimit: 9 },
      icmp: { identifier: 5, sequenceNumber: 7 },
    });
    expect(second).toMatchObject({ tcp: { sourcePort: 80, acknowledgmentNumber: 10, flags: 0x12 } });
  });

  it('has the bytes of what it cannot decode', () => {
    const igmp = framed(probe);
    igmp[14 + 9] = 2;
    expect(recordOf(capturePacket(igmp)).payload).toBe('9cbb829a000c147e00000000');
    const other: LinkLayer = { ...ethernet, etherType: 0x1234 };
    expect(recordOf(capturePacket(framed(Uint8Array.of(1, 2), [other])))).toMatchObject({ ip: null, payload: '0102' });
    expect(recordOf(capturePacket(new Uint8Array(4), { linkType: 147 }))).toMatchObject({
      link: 'linktype-147',
      layers: [],
    });
  });

  it('is as the schema says, whatever the bytes', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        expect(closedSchemaFaults('packet-record', recordOf(packet))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the schema of records', () => {
  const record = recordOf(capturePacket(framed(probe), { linkType: LinkType.ethernet }));

  it('lets pass a field that a later version added', () => {
    expect(schemaFaults('packet-record', { ...record, later: 1 })).toEqual([]);
  });

  it.each([
    ['another version', { ...record, v: 2 }],
    ['a TTL that is none', { ...record, ip: { ...record.ip, ttl: 300 } }],
    ['a time that is none', { ...record, at: 'noon' }],
  ])('refuses %s', (_, value) => {
    expect(schemaFaults('packet-record', value)).not.toEqual([]);
  });
});

function recordOf(packet: Parameters<ReturnType<typeof ndjson>>[0]) {
  const line = ndjson()(packet);
  expect(line.indexOf('\n')).toBe(line.length - 1);
  return JSON.parse(line);
}

function ipv4(changes: object): object {
  const flags = { reservedFlag: false, dontFragment: false, moreFragments: false, fragmentOffset: 0 };
  return { version: 4, headerLength: 20, typeOfService: 0, ...flags, options: [], ...changes };
}

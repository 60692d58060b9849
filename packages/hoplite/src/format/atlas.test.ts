import type { TraceResult } from '@hoplite/engine';
import { traceResult } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedSchemaFaults, schemaFaults } from '../schema.fixture.js';
import { atlas } from './atlas.js';
import { hop, portUnreachable, reply, silence, trace } from './traces.fixture.js';

const resultOf = (result: TraceResult) => JSON.parse(atlas.begin({}).trace(result, 1));

/** The replies to the one probe of a trace. */
const repliesTo = (probe: ReturnType<typeof reply>, changes: Partial<TraceResult> = {}) =>
  resultOf(trace([hop(1, probe)], changes)).result[0].result;

describe('the atlas format', () => {
  it('has a result a line', () => {
    const document = atlas.begin({});
    const text = document.trace(trace([]), 1) + document.trace(trace([]), 2) + document.end();
    expect(text.split('\n').map((line) => (line === '' ? null : JSON.parse(line).dst_addr))).toEqual([
      '10.6.0.2',
      '10.6.0.2',
      null,
    ]);
  });

  it('has all that Atlas has of a traceroute, as far as it is known', () => {
    const labels = [{ label: 24001, trafficClass: 3, bottom: true, ttl: 1 }];
    const failed = { ...silence, status: 'failed' as const, error: { code: 'EACCES', message: 'permission denied' } };
    const hops = [
      hop(1, reply('10.1.0.1', 0.1234567, { mpls: labels, name: 'gw.example' }), silence, failed),
      hop(2, portUnreachable('10.6.0.2', 2.5)),
    ];
    expect(resultOf(trace(hops, { target: 'www.example', method: 'udp', duration: 2500 }))).toEqual({
      fw: 5000,
      type: 'traceroute',
      msm_name: 'Traceroute',
      msm_id: 0,
      prb_id: 0,
      lts: -1,
      from: '10.1.0.2',
      timestamp: 1769860800,
      endtime: 1769860802,
      dst_name: 'www.example',
      dst_addr: '10.6.0.2',
      src_addr: '10.1.0.2',
      proto: 'UDP',
      af: 4,
      size: 32,
      paris_id: 1,
      result: [
        {
          hop: 1,
          result: [
            {
              from: '10.1.0.1',
              ttl: 64,
              rtt: 0.123,
              icmpext: {
                version: 2,
                rfc4884: 1,
                obj: [{ class: 1, type: 1, mpls: [{ label: 24001, exp: 3, s: 1, ttl: 1 }] }],
              },
            },
            { x: '*' },
            { error: 'sendto failed: permission denied' },
          ],
        },
        { hop: 2, result: [{ from: '10.6.0.2', ttl: 64, rtt: 2.5 }] },
      ],
    });
  });

  it('counts by how many probes an answer is late, beside the star of its own', () => {
    const late = reply('10.1.0.1', 4000, { status: 'late', replyTtl: 63 });
    const later = [1000, 2000, 3000, 5000].map((sentAt) => ({ ...silence, sentAt }));
    expect(resultOf(trace([hop(1, late), hop(2, ...later)])).result[0].result).toEqual([
      { x: '*' },
      { late: 3, from: '10.1.0.1', ttl: 63 },
    ]);
    expect(repliesTo(late)).toMatchObject([{ x: '*' }, { late: 1 }]);
  });

  it('has the quote where it differs', () => {
    const changed = { destination: { sent: '10.6.0.2', quoted: '10.7.0.2' }, typeOfService: { sent: 0, quoted: 8 } };
    expect(repliesTo(reply('10.1.0.1', 1, { quotedTtl: 3, changed }))).toMatchObject([
      { ittl: 3, itos: 8, edst: '10.7.0.2' },
    ]);
    const options = { firstTtl: 1, maxTtl: 1, tos: 16 };
    expect(repliesTo(reply('10.1.0.1', 1), { options })).toMatchObject([{ itos: 16 }]);
    const bleached = reply('10.1.0.1', 1, { changed: { typeOfService: { sent: 16, quoted: 0 } } });
    expect(repliesTo(bleached, { options })).toMatchObject([{ itos: 0 }]);
    expect(repliesTo(reply('10.1.0.1', 1))[0]).not.toHaveProperty('itos');
  });

  it.each<[4 | 6, string, number, string | number | undefined]>([
    [4, 'udp', 0, 'N'],
    [4, 'udp', 1, 'H'],
    [4, 'udp', 2, 'P'],
    [4, 'udp', 3, undefined],
    [4, 'icmp', 3, 'p'],
    [4, 'tcp', 13, 'A'],
    [4, 'udp', 9, 9],
    [6, 'udp', 0, 'N'],
    [6, 'udp', 1, 'A'],
    [6, 'udp', 2, 'h'],
    [6, 'udp', 3, 'H'],
    [6, 'icmp', 4, undefined],
    [6, 'udp', 5, 5],
  ])('of IPv%d by %s has for the unreachable %d the error %j', (family, method, code, err) => {
    const probe = reply(family === 4 ? '10.1.0.1' : 'fd00::1', 1, { icmp: { type: family === 4 ? 3 : 1, code } });
    expect(repliesTo(probe, { family, method })[0].err).toBe(err);
  });

  it('has the MTU in the place of an error', () => {
    const [answer] = repliesTo(reply('10.1.0.1', 1, { icmp: { type: 3, code: 4 }, mtu: 1400, annotation: '!F-1400' }));
    expect(answer).toMatchObject({ mtu: 1400 });
    expect(answer).not.toHaveProperty('err');
  });

  it('has the flags of TCP that are known', () => {
    const changes = { icmp: null, quotedTtl: null };
    expect(repliesTo(reply('10.6.0.2', 1, { ...changes, direct: 'syn-ack' }), { method: 'tcp' })[0].flags).toBe('SA');
    expect(repliesTo(reply('10.6.0.2', 1, { ...changes, direct: 'rst' }), { method: 'tcp' })[0].flags).toBe('R');
  });

  it('says that all probes were one flow only where they were', () => {
    const apart = [silence, { ...silence, destinationPort: 33435 }];
    expect(resultOf(trace([hop(1, ...apart)]))).not.toHaveProperty('paris_id');
    const { sourcePort: _, ...unseen } = silence;
    expect(resultOf(trace([hop(1, unseen), hop(2, unseen)]))).not.toHaveProperty('paris_id');
    const { destinationPort: __, ...echo } = { ...unseen, identifier: 1, sequence: 1 };
    expect(resultOf(trace([hop(1, echo)], { method: 'icmp', transport: 'linux' }))).toMatchObject({ paris_id: 1 });
    expect(resultOf(trace([hop(1, echo)], { method: 'icmp', transport: 'pcap' }))).not.toHaveProperty('paris_id');
  });

  it.each<[4 | 6, string, number]>([
    [4, 'udp', 72],
    [4, 'icmp', 72],
    [4, 'tcp', 60],
    [6, 'udp', 52],
    [6, 'tcp', 40],
  ])('counts over IPv%d by %s of a probe of 100 bytes the %d behind its headers', (family, method, size) => {
    const options = { firstTtl: 1, maxTtl: 1, packetLength: 100 };
    expect(resultOf(trace([hop(1, silence)], { family, method, options }))).toMatchObject({
      af: family,
      proto: method.toUpperCase(),
      size,
    });
  });

  it('is as its schema says, of whatever results', () => {
    fc.assert(
      fc.property(traceResult(), (result) => {
        expect(closedSchemaFaults('atlas', resultOf(result))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('has a schema that takes what a probe of Atlas says', () => {
    // The first and the last hop of a test of Atlas's own (evtraceroute-6T), with what the probe's frame adds.
    const atlasSays = {
      ...{ fw: 5080, mver: '2.6.2', lts: 12, type: 'traceroute', msm_id: 5051, msm_name: 'Traceroute', prb_id: 1 },
      ...{ timestamp: 1700000000, endtime: 1700000009, from: '2001:db8::1', dst_name: 'ping.ripe.net', ttr: 1000.001 },
      ...{ dst_addr: '2001:db8:f::2', src_addr: '2001:db8::2', proto: 'TCP', af: 6, size: 40, paris_id: 1 },
      result: [
        { hop: 1, result: [{ from: '2001:db8::1', ttl: 80, rtt: 1000.001, size: 100 }, { x: '*' }] },
        {
          hop: 6,
          result: [
            { from: '2001:db8:f::2', ttl: 59, size: 4, flags: 'SA', hdropts: [{ mss: 1440 }], rtt: 1000.001 },
            { late: 2, from: '2001:db8::1', ttl: 80, size: 100 },
          ],
        },
      ],
    };
    expect(schemaFaults('atlas', atlasSays)).toEqual([]);
  });
});

import type { TraceResult } from '@hoplite/engine';
import { traceResult } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedSchemaFaults } from '../schema.fixture.js';
import { scamper } from './scamper.js';
import { hop, portUnreachable, reply, silence, trace } from './traces.fixture.js';

function read(results: readonly TraceResult[]) {
  const document = scamper.begin({});
  const text = results.map((result, index) => document.trace(result, index + 1)).join('') + document.end();
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

const traceOf = (result: TraceResult) => read([result])[1];

describe('the scamper format', () => {
  it('has the traces between the beginning and the end of a cycle, and nothing of none', () => {
    const long = trace([hop(1, silence)], { duration: 90_000 });
    const types = read([long, trace([hop(1, silence)])]).map(({ type, start_time, stop_time }) => {
      return [type, start_time ?? stop_time];
    });
    expect(types).toEqual([
      ['cycle-start', 1769860800],
      ['trace', undefined],
      ['trace', undefined],
      ['cycle-stop', 1769860890],
    ]);
    expect(read([])).toEqual([]);
  });

  it('has all that scamper has of a trace and its answers, as far as it is known', () => {
    const labels = [{ label: 24001, trafficClass: 3, bottom: true, ttl: 1 }];
    const hops = [
      hop(1, reply('10.1.0.1', 0.1234567, { name: 'gw.example', sentAt: 0.25, mpls: labels }), silence),
      hop(2, silence, silence),
      hop(3, portUnreachable('10.6.0.2', 3)),
    ];
    const options = { firstTtl: 1, maxTtl: 30, packetLength: 60, wait: 2500, interval: 20, tos: 16 };
    expect(traceOf(trace(hops, { options, method: 'udp' }))).toEqual({
      type: 'trace',
      version: '0.1',
      userid: 0,
      method: 'udp-paris',
      src: '10.1.0.2',
      dst: '10.6.0.2',
      sport: 40123,
      dport: 33434,
      stop_reason: 'COMPLETED',
      stop_data: 0,
      start: { sec: 1769860800, usec: 0, ftime: '2026-01-31 12:00:00' },
      hop_count: 3,
      attempts: 2,
      hoplimit: 30,
      firsthop: 1,
      wait: 3,
      wait_probe: 2,
      tos: 16,
      probe_size: 60,
      probe_count: 5,
      hops: [
        {
          addr: '10.1.0.1',
          name: 'gw.example',
          probe_ttl: 1,
          probe_id: 1,
          probe_size: 60,
          tx: { sec: 1769860800, usec: 250 },
          rtt: 0.123,
          reply_ttl: 64,
          icmp_type: 11,
          icmp_code: 0,
          icmp_q_ttl: 1,
          icmp_q_ipl: 60,
          icmp_q_tos: 16,
          icmpext: [
            { ie_cn: 1, ie_ct: 1, ie_dl: 4, mpls_labels: [{ mpls_ttl: 1, mpls_s: 1, mpls_exp: 3, mpls_label: 24001 }] },
          ],
        },
        {
          addr: '10.6.0.2',
          probe_ttl: 3,
          probe_id: 1,
          probe_size: 60,
          tx: { sec: 1769860800, usec: 0 },
          rtt: 3,
          reply_ttl: 64,
          icmp_type: 3,
          icmp_code: 3,
          icmp_q_ttl: 1,
          icmp_q_ipl: 60,
          icmp_q_tos: 16,
        },
      ],
    });
  });

  it.each<[Partial<TraceResult>, object]>([
    [{ outcome: 'reached' }, { stop_reason: 'COMPLETED', stop_data: 0 }],
    [{ outcome: 'max-ttl' }, { stop_reason: 'HOPLIMIT', stop_data: 0 }],
    [{ outcome: 'gap' }, { stop_reason: 'GAPLIMIT', stop_data: 0 }],
    [{ outcome: 'aborted' }, { stop_reason: 'HALTED', stop_data: 0 }],
    [{ outcome: 'failed' }, { stop_reason: 'ERROR', stop_data: 0 }],
    [{ outcome: 'unknown' }, { stop_reason: 'NONE', stop_data: 0 }],
    [
      { outcome: 'unreachable', annotation: '!X' },
      { stop_reason: 'UNREACH', stop_data: 13 },
    ],
    [
      { outcome: 'unreachable', annotation: '!<12-0>' },
      { stop_reason: 'ICMP', stop_data: 12 },
    ],
  ])('of %j has why it stopped', (ending, expected) => {
    const annotation = ending.annotation ?? null;
    const icmp = annotation === '!X' ? { type: 3, code: 13 } : { type: 12, code: 0 };
    const hops = [hop(1, reply('10.1.0.1', 1)), hop(2, reply('10.1.0.1', 1, { annotation, icmp }))];
    expect(traceOf(trace(hops, { ...ending, answeredBy: '10.1.0.1' }))).toMatchObject(expected);
  });

  it('of an unreachable over IPv6 has its code', () => {
    const refusal = reply('fd00::1', 1, { annotation: '!H', icmp: { type: 1, code: 3 } });
    const refused = { family: 6, outcome: 'unreachable', annotation: '!H', answeredBy: 'fd00::1' } as const;
    expect(traceOf(trace([hop(1, refusal)], refused))).toMatchObject({ stop_reason: 'UNREACH', stop_data: 3 });
  });

  it.each([
    ['udp-classic', 'udp'],
    ['icmp', 'icmp-echo-paris'],
    ['tcp', 'tcp'],
    ['my-own', 'my-own'],
    ['toString', 'toString'],
  ])('names the method %s %s', (method, expected) => {
    expect(traceOf(trace([hop(1, silence)], { method }))).toMatchObject({ method: expected });
  });

  it('has no hops where nobody answered, and no time where none is known', () => {
    expect(traceOf(trace([hop(1, silence)]))).not.toHaveProperty('hops');
    const [answer] = traceOf(trace([hop(1, reply('10.1.0.1', null, { replyTtl: null, quotedTtl: null }))])).hops;
    expect(Object.keys(answer)).toEqual([
      'addr',
      'probe_ttl',
      'probe_id',
      'probe_size',
      'tx',
      'icmp_type',
      'icmp_code',
    ]);
  });

  it('has what routers quoted of length and type of service, and the MTU under the name that scamper gives it', () => {
    const changed = { totalLength: { sent: 60, quoted: 15360 }, typeOfService: { sent: 0, quoted: 8 } };
    const [answer] = traceOf(trace([hop(1, reply('10.1.0.1', 1, { changed, mtu: 1400 }))])).hops;
    expect(answer).toMatchObject({ icmp_q_ipl: 15360, icmp_q_tos: 8, 'icmp_nhmtu:': 1400 });
    const unseen = reply('10.1.0.1', 1, { unknown: ['length'] });
    expect(traceOf(trace([hop(1, unseen)])).hops[0]).not.toHaveProperty('icmp_q_ipl');
    const six = reply('fd00::1', 1, { changed: { payloadLength: { sent: 20, quoted: 21 } } });
    const [sixth] = traceOf(trace([hop(1, six)], { family: 6 })).hops;
    expect(sixth).toMatchObject({ icmp_q_ipl: 61 });
    expect(sixth).not.toHaveProperty('icmp_q_tos');
  });

  it('has the flags of TCP that are known', () => {
    const direct = (kind: 'syn-ack' | 'rst') => reply('10.6.0.2', 1, { direct: kind, icmp: null, quotedTtl: null });
    const [open, closed] = traceOf(trace([hop(1, direct('syn-ack'), direct('rst'))], { method: 'tcp' })).hops;
    expect([open.tcp_flags, closed.tcp_flags]).toEqual([0x12, 0x04]);
  });

  it('is as its schema says, of whatever results', () => {
    fc.assert(
      fc.property(fc.array(traceResult(), { maxLength: 3 }), (results) => {
        for (const line of read(results)) expect(closedSchemaFaults('scamper', line)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

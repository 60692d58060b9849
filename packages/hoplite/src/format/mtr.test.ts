import type { AnsweredProbe, TraceResult } from '@hoplite/engine';
import { traceResult } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedSchemaFaults, schemaFaults } from '../schema.fixture.js';
import { mtr } from './mtr.js';
import { mtrJson } from './mtr-json.js';
import { hop, portUnreachable, reply, silence, trace } from './traces.fixture.js';

const report = (result: TraceResult, extensions = false) => mtr.begin({ extensions }).trace(result, 1);

function json(results: readonly TraceResult[], single = false) {
  const document = mtrJson.begin({ single });
  return JSON.parse(results.map((result, index) => document.trace(result, index + 1)).join('') + document.end());
}

const usual = trace([
  hop(1, reply('10.1.0.1', 0.2), reply('10.1.0.1', 0.8), reply('10.1.0.1', 0.5)),
  hop(2, reply('10.2.0.2', 2), reply('10.2.0.1', 1.2)),
  hop(3, silence, silence, silence),
  hop(4, portUnreachable('10.6.0.2', 1234.5678), silence, silence),
]);

describe('the mtr format', () => {
  it('is the report of mtr, its columns and what runs over them', () => {
    // mtr writes each column over the end of the one before it (0.95, report.c): 1234.6 loses its decimal, 100.0% its sign.
    expect(report(usual).split('\n')).toEqual([
      'Start: 2026-01-31T12:00:00+0000',
      'HOST: 10.1.0.2                    Loss%   Snt   Last   Avg  Best  Wrst StDev',
      '  1.|-- 10.1.0.1                   0.0%     3    0.5   0.5   0.2   0.8   0.3',
      '  2.|-- 10.2.0.1                   0.0%     2    1.2   1.6   1.2   2.0   0.6',
      '        10.2.0.2                         ',
      '  3.|-- ???                       100.0     3    0.0   0.0   0.0   0.0   0.0',
      '  4.|-- 10.6.0.2                  66.7%     3  1234. 1234. 1234. 1234.   0.0',
      '',
    ]);
  });

  it('ends one row behind the last that answered, and has none where nobody did', () => {
    const ending = { outcome: 'max-ttl', answeredBy: null } as const;
    const hops = [hop(1, reply('10.1.0.1', 1)), hop(2, silence), hop(3, silence), hop(4, silence)];
    expect(report(trace(hops, ending)).match(/\.\|--/g)).toHaveLength(2);
    expect(report(trace(hops.slice(1), ending)).match(/\.\|--/g)).toBeNull();
  });

  it('shows names, made safe, and cuts none: it is then as wide as mtr --report-wide', () => {
    const name = 'a-router-with-a-long-name.pop3.example';
    const hops = [hop(1, reply('10.1.0.1', 1, { name: 'gw\u001b[2J' })), hop(2, reply('10.2.0.1', 1, { name }))];
    const ending = { outcome: 'max-ttl', answeredBy: null } as const;
    expect(report(trace(hops, ending)).split('\n').slice(1)).toEqual([
      'HOST: 10.1.0.2                               Loss%   Snt   Last   Avg  Best  Wrst StDev',
      `  1.|-- gw\\x1b[2J                               0.0%     1    1.0   1.0   1.0   1.0   0.0`,
      `  2.|-- ${name}  0.0%     1    1.0   1.0   1.0   1.0   0.0`,
      '',
    ]);
  });

  it('cuts the address of who traces as little', () => {
    const source = '2001:db8:1234:5678:9abc:def0:1:2';
    const [, titles = ''] = report({ ...usual, source }).split('\n');
    expect(titles).toMatch(new RegExp(`^HOST: ${source} +Loss%`));
  });

  it('shows the labels of each address with -e', () => {
    const mpls = [{ label: 24001, trafficClass: 3, bottom: true, ttl: 1 }];
    const result = trace([hop(1, reply('10.1.0.1', 1, { mpls }), reply('10.1.0.2', 1))]);
    expect(report(result)).not.toContain('MPLS');
    expect(report(result, true).split('\n').slice(3, 5)).toEqual([
      '        10.1.0.1                         ',
      '       [MPLS: Lbl 24001 TC 3 S 1 TTL 1]',
    ]);
  });

  it('names who answered last', () => {
    const late = (changes: Partial<AnsweredProbe>) => reply('10.1.0.9', 5000, { status: 'late', ...changes });
    expect(json([trace([hop(1, reply('10.1.0.1', 1), late({}))])])[0].report.hubs[0]).toMatchObject({
      host: '10.1.0.9',
      'Loss%': 50,
      Snt: 2,
      Last: 1,
    });
  });
});

describe('the mtr-json format', () => {
  it('is the document of mtr, of one trace; of several an array', () => {
    const options = { firstTtl: 1, maxTtl: 30, packetLength: 68, tos: 16, payload: null };
    const result = { ...usual, target: 'www.example', options };
    const document = json([result], true);
    expect(document.report.mtr).toEqual({
      src: '10.1.0.2',
      dst: 'www.example',
      tos: 16,
      tests: 3,
      psize: '68',
      bitpattern: '0x00',
    });
    expect(document.report.hubs).toEqual([
      hub(1, '10.1.0.1', 0, 3, [0.5, 0.5, 0.2, 0.8, 0.3]),
      hub(2, '10.2.0.1', 0, 2, [1.2, 1.6, 1.2, 2, 0.566]),
      hub(3, '???', 100, 3, [0, 0, 0, 0, 0]),
      hub(4, '10.6.0.2', 66.666, 3, [1234.6, 1234.6, 1234.6, 1234.6, 0]),
    ]);
    expect(json([result, result])).toEqual([document, document]);
    expect(json([])).toEqual([]);
  });

  it.each([
    [null, '0x00'],
    ['ffff', '0xFF'],
    ['0102', 'rand(0x00-FF)'],
    [undefined, 'rand(0x00-FF)'],
  ])('says of the payload %j the pattern %s', (payload, bitpattern) => {
    const options = { firstTtl: 1, maxTtl: 1, payload };
    expect(json([trace([], { options })])[0].report.mtr).toMatchObject({ bitpattern });
  });

  it('has the number of the autonomous system where it was asked for', () => {
    const origin = { asn: 64500, name: null, country: null };
    const hops = [hop(1, reply('10.1.0.1', 1, { origin })), hop(2, reply('10.2.0.1', 1, { origin: null }))];
    const { hubs } = json([trace(hops, { answeredBy: null })])[0].report;
    expect(hubs).toMatchObject([{ ASN: 'AS64500' }, { ASN: 'AS???' }]);
    expect(json([usual])[0].report.hubs[0]).not.toHaveProperty('ASN');
  });

  it('is as its schema says, of whatever results', () => {
    fc.assert(
      fc.property(fc.array(traceResult(), { maxLength: 2 }), (results) => {
        for (const document of json(results)) expect(closedSchemaFaults('mtr', document)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('has a schema that refuses what mtr never says', () => {
    const { report } = json([usual], true);
    expect(schemaFaults('mtr', { report: { ...report, hubs: [{ count: '1' }] } })).not.toEqual([]);
  });
});

function hub(count: number, host: string, loss: number, sent: number, times: readonly number[]) {
  const [Last, Avg, Best, Wrst, StDev] = times;
  return { count, host, 'Loss%': loss, Snt: sent, Last, Avg, Best, Wrst, StDev };
}

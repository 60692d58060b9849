import { traceResult } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from './csv.js';
import { hop, reply, silence, trace } from './traces.fixture.js';

type Results = readonly ReturnType<typeof trace>[];

function print(results: Results): string {
  const document = csv.begin({});
  return results.map((result, index) => document.trace(result, index + 1)).join('') + document.end();
}

/** Rows by their headings, read as RFC 4180 section 2 has it. */
function read(text: string): readonly Readonly<Record<string, string>>[] {
  const [headings = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)])
    .map((cells) => cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
  for (const row of rows) expect(row).toHaveLength(headings.length);
  return rows.map((row) => Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])));
}

/** The name's cell. */
const cellOf = (name: string) => read(print([trace([hop(1, reply('10.1.0.1', 1, { name }))])]))[0]?.name;

describe('the csv format', () => {
  it('has under each heading the field of that name', () => {
    const fields = {
      sentAt: 3.5,
      rtt: 4.25,
      replyTtl: 250,
      quotedTtl: 6,
      mtu: 1400,
      duplicates: 7,
      size: 68,
      sourcePort: 40_000,
      destinationPort: 33_434,
      annotation: '!H',
    };
    const [row] = read(print([trace([hop(1, { ...reply('10.1.0.1', 1), ...fields })])]));
    expect(row).toMatchObject(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, `${value}`])));
  });

  it('has a row a probe with what the json has of it, and nothing where there is nothing', () => {
    const answer = reply('10.1.0.1', 0.123456, {
      name: 'gw.example',
      mpls: [{ label: 24001, trafficClass: 0, bottom: true, ttl: 1 }],
      nat: true,
      origin: { asn: 64500, name: 'Example, Inc.', country: 'DE' },
      addressKind: null,
    });
    const failed = { ...silence, status: 'failed' as const, error: { code: 'EACCES', message: 'not "allowed"' } };
    const rows = read(print([trace([hop(1, answer, silence, failed)])]));
    expect(rows.map((row) => [row.trace, row.ttl, row.attempt, row.status])).toEqual([
      ['1', '1', '1', 'replied'],
      ['1', '1', '2', 'timeout'],
      ['1', '1', '3', 'failed'],
    ]);
    expect(rows[0]).toMatchObject({
      target: '10.6.0.2',
      source: '10.1.0.2',
      startedAt: '2026-01-31T12:00:00.000000000Z',
      rtt: '0.123456',
      responder: '10.1.0.1',
      name: 'gw.example',
      asn: '64500',
      organization: 'Example, Inc.',
      icmpType: '11',
      icmpCode: '0',
      nat: 'true',
      mtu: '',
      extensions: 'MPLS:L=24001,E=0,S=1,T=1',
      probeFrame: '1',
      replyFrame: '2',
    });
    expect(rows[1]).toMatchObject({ rtt: '', responder: '', duplicates: '', sourcePort: '40123' });
    expect(rows[2]).toMatchObject({ error: 'EACCES: not "allowed"' });
  });

  it('has one row of headings, above all traces, also where there is none', () => {
    const one = trace([hop(1, silence)]);
    const [headings] = print([]).split('\n');
    expect(print([])).toBe(`${headings}\n`);
    const lines = print([one, trace([]), one]).split('\n');
    expect(lines.filter((line) => line === headings)).toHaveLength(1);
    expect(lines.map((line) => line.split(',')[0])).toEqual(['trace', '1', '3', '']);
  });

  it.each([
    ['a,b', 'a,b'],
    ['a"b', 'a"b'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    ['\t=1', '\\x09=1'],
    ['a\r\nb', 'a\\x0d\\x0ab'],
  ])('has of the name %j the text %j, which no spreadsheet runs', (name, cell) => {
    expect(cellOf(name)).toBe(cell);
  });

  it('leaves negative numbers numbers', () => {
    expect(read(print([trace([hop(1, reply('10.1.0.1', -0.5))])]))[0]).toMatchObject({ rtt: '-0.5' });
  });

  it('has as many cells in each row, of whatever results', () => {
    fc.assert(
      fc.property(fc.array(traceResult(), { maxLength: 3 }), (results) => {
        const probes = results.flatMap(({ hops }) => hops.flatMap((each) => each.probes));
        const rows = read(print(results));
        expect(rows.map(({ status }) => status)).toEqual(probes.map(({ status }) => status));
        const cells = rows.flatMap((row) => [row.target, row.name, row.method, row.error]);
        for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@]/);
      }),
      { numRuns: 60 },
    );
  });
});

import type { TraceResult } from '@hoplite/engine';
import { describe, expect, it } from 'vitest';
import { closedSchemaFaults, schemaFaults } from '../schema.fixture.js';
import { traceFormats } from './index.js';
import { hop, portUnreachable, reply, silence, trace } from './traces.fixture.js';

/** Has every field that a result can have. */
const rich = trace(
  [
    hop(
      1,
      reply('10.1.0.1', 0.123456, {
        name: 'gw.example',
        changed: { destination: { sent: '10.6.0.2', quoted: '10.7.0.2' }, identification: { sent: 1, quoted: 256 } },
        unknown: ['checksum'],
        nat: true,
        mtu: 1400,
        annotation: '!F-1400',
        mpls: [{ label: 24001, trafficClass: 0, bottom: true, ttl: 1 }],
        interfaces: [{ role: 'incoming', index: 7, address: 'fd00::1', name: 'ge-0', mtu: null }],
        extensions: [{ class: 4, type: 1, data: '0000beef' }],
        duplicates: 2,
      }),
    ),
    hop(2, silence, { ...silence, status: 'pending', frames: null }),
    hop(3, { ...silence, status: 'failed', error: { code: 'EACCES', message: 'not allowed' } }),
    hop(
      4,
      reply('10.4.0.1', null, {
        status: 'late',
        icmp: null,
        direct: 'rst',
        nat: null,
        replyTtl: null,
        quotedTtl: null,
      }),
    ),
    hop(5, portUnreachable('10.6.0.2', 1)),
  ],
  { error: { code: 'TIMEOUT', message: 'over' }, notices: [{ code: 'redirect', text: '10.1.0.1 says use 10.1.0.3' }] },
);
const plain = trace([hop(1, silence)], { outcome: 'unknown', answeredBy: null });

describe('the json format', () => {
  it('is an empty array where the capture holds no trace', () => {
    expect(json([])).toBe('[]\n');
  });

  it('is one array of all results, unchanged', () => {
    expect(JSON.parse(json([plain]))).toEqual([plain]);
    expect(JSON.parse(json([rich, plain, rich]))).toEqual([rich, plain, rich]);
  });

  it.each([
    ['every field', rich],
    ['the fewest fields', plain],
  ])('is as its schema says, with %s', (_, result) => {
    for (const printed of JSON.parse(json([result]))) expect(closedSchemaFaults('trace-result', printed)).toEqual([]);
  });
});

describe('the ndjson format', () => {
  it('is one end event a line, numbered as the traces of the capture are', () => {
    const document = traceFormats.ndjson.begin({});
    const lines = [document.trace(plain, 1), document.trace(rich, 4), document.end()].join('').split('\n');
    expect(lines.map((line) => (line === '' ? null : JSON.parse(line)))).toEqual([
      { v: 1, event: 'end', trace: 1, target: '10.6.0.2', result: plain },
      { v: 1, event: 'end', trace: 4, target: '10.6.0.2', result: rich },
      null,
    ]);
    for (const line of lines.slice(0, 2)) expect(closedSchemaFaults('trace-event', JSON.parse(line))).toEqual([]);
  });

  it('is empty where the capture holds no trace', () => {
    expect(traceFormats.ndjson.begin({}).end()).toBe('');
  });
});

describe('both', () => {
  it('escape what a terminal would obey, and keep the value', () => {
    const name = 'a\u001b[2J\u009b2J\u007f\u202eb\n\ud800é🙂';
    const result = trace([hop(1, reply('10.1.0.1', 1, { name }))]);
    for (const text of [json([result]), traceFormats.ndjson.begin({}).trace(result, 1)]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
      expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      expect(text).toContain('é🙂');
    }
    expect(JSON.parse(json([result]))).toEqual([result]);
  });
});

describe('the schema of results', () => {
  it('lets pass a field that a later version added', () => {
    expect(schemaFaults('trace-result', { ...plain, later: 1 })).toEqual([]);
  });

  it.each([
    ['another version', { ...plain, v: 2 }],
    ['a missing field', { ...plain, hops: undefined }],
    ['a negative duration', { ...plain, duration: -1 }],
    ['an address that is none', { ...plain, address: 'example.com' }],
    ['an answer without address', { ...plain, hops: [hop(1, { ...silence, status: 'replied' } as never)] }],
  ])('refuses %s', (_, value) => {
    expect(schemaFaults('trace-result', JSON.parse(JSON.stringify(value)))).not.toEqual([]);
  });
});

function json(results: readonly TraceResult[]): string {
  const document = traceFormats.json.begin({});
  return results.map((result, index) => document.trace(result, index + 1)).join('') + document.end();
}

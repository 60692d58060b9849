import type { TraceResult } from '@hoplite/engine';
import { formatLaws } from '@hoplite/testing';
import { describe, expect, it } from 'vitest';
import { closedSchemaFaults } from '../schema.fixture.js';
import { type TraceFormatName, traceFormats } from './index.js';
import { trace } from './traces.fixture.js';

const names = Object.keys(traceFormats) as TraceFormatName[];

function print(name: TraceFormatName, results: readonly TraceResult[]): string {
  const document = traceFormats[name].begin({ extensions: true, back: true, asLookups: true });
  return results.map((result, index) => document.trace(result, index + 1)).join('') + document.end();
}

/** Who reads them wants what the schema says. */
const readers: Partial<Record<TraceFormatName, (text: string) => void>> = {
  json: (text) => asSchemaSays('trace-result', JSON.parse(text)),
  ndjson: (text) => asSchemaSays('trace-event', parsedLines(text)),
  'mtr-json': (text) => asSchemaSays('mtr', JSON.parse(text)),
  scamper: (text) => asSchemaSays('scamper', parsedLines(text)),
  atlas: (text) => asSchemaSays('atlas', parsedLines(text)),
};

function parsedLines(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function asSchemaSays(schema: Parameters<typeof closedSchemaFaults>[0], documents: readonly unknown[]): void {
  for (const document of documents) expect(closedSchemaFaults(schema, document)).toEqual([]);
}

describe.each(names)('the format %s', (name) => {
  const options = { extensions: true, back: true, asLookups: true };
  const read = readers[name];
  const begin = () => traceFormats[name].begin(options);
  it.each(formatLaws(read === undefined ? { begin } : { begin, read }))('$name', async ({ check }) => {
    await check();
  });

  it('takes a trace without hops, and one without probes', () => {
    const empty = { outcome: 'unknown', answeredBy: null, options: { firstTtl: 1, maxTtl: 1 } } as const;
    const results = [trace([], empty), trace([{ ttl: 1, probes: [] }], empty)];
    expect(print(name, results)).toMatch(/\n$/);
  });
});

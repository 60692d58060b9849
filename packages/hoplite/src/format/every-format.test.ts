import type { TraceResult } from '@hoplite/engine';
import { formatLaws } from '@hoplite/testing';
import { describe, expect, it } from 'vitest';
import { type TraceFormatName, traceFormats } from './index.js';
import { trace } from './traces.fixture.js';

const names = Object.keys(traceFormats) as TraceFormatName[];

function print(name: TraceFormatName, results: readonly TraceResult[]): string {
  const document = traceFormats[name].begin({ extensions: true, back: true, asLookups: true });
  return results.map((result, index) => document.trace(result, index + 1)).join('') + document.end();
}

describe.each(names)('the format %s', (name) => {
  const options = { extensions: true, back: true, asLookups: true };
  it.each(formatLaws({ begin: () => traceFormats[name].begin(options) }))('$name', async ({ check }) => {
    await check();
  });

  it('takes a trace without hops, and one without probes', () => {
    const empty = { outcome: 'unknown', answeredBy: null, options: { firstTtl: 1, maxTtl: 1 } } as const;
    const results = [trace([], empty), trace([{ ttl: 1, probes: [] }], empty)];
    expect(print(name, results)).toMatch(/\n$/);
  });
});

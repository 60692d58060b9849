import type { TraceResult } from '@hoplite/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTrace } from './any-trace.fixture.js';
import { type TraceFormatName, traceFormats } from './index.js';
import { trace } from './traces.fixture.js';

const names = Object.keys(traceFormats) as TraceFormatName[];

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
const UNSAFE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u;

function print(name: TraceFormatName, results: readonly TraceResult[]): string {
  const document = traceFormats[name].begin({ extensions: true, back: true, asLookups: true });
  return results.map((result, index) => document.trace(result, index + 1)).join('') + document.end();
}

describe.each(names)('the format %s', (name) => {
  it('takes results of whatever kind, and lets nothing of others reach a terminal raw', () => {
    fc.assert(
      fc.property(fc.array(anyTrace, { maxLength: 3 }), (results) => {
        expect(print(name, results)).not.toMatch(UNSAFE);
      }),
      { numRuns: 60 },
    );
  });

  it('takes a trace without hops, and one without probes', () => {
    const empty = { outcome: 'unknown', answeredBy: null, options: { firstTtl: 1, maxTtl: 1 } } as const;
    const results = [trace([], empty), trace([{ ttl: 1, probes: [] }], empty)];
    expect(print(name, results)).toMatch(/\n$/);
  });

  it('prints the same of the same', () => {
    fc.assert(
      fc.property(anyTrace, (result) => {
        expect(print(name, [result])).toBe(print(name, [result]));
      }),
      { numRuns: 10 },
    );
  });
});

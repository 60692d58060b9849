import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readTraces } from '@hoplite/transport-pcap';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readResults } from './results.js';

const at = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const schema = JSON.parse(readFileSync(at('packages/hoplite/schema/trace-result.schema.json'), 'utf8'));
const isResult = new Ajv2020({ strict: false }).compile(schema);

const traces: unknown[] = [];
for await (const trace of readTraces(at('test/corpus/several-targets.pcap'))) traces.push(trace);

test('what the schema of results accepts is accepted, and what is of another kind than it must be is refused', () => {
  const paths = pathsIn(traces[0]);
  const values = fc.constantFrom<unknown>('text', 7, [1], { a: 1 }, true, null);
  fc.assert(
    fc.property(fc.constantFrom(...paths), values, (path, value) => {
      const changed = replaced(traces[0], path, value);
      const { error } = readResults(JSON.stringify(changed));
      if (isResult(changed)) expect(error).toBeNull();
      else if (error !== null) expect(error.message).toMatch(/^In result 1: \S/);
      else expect([kindOf(value), 'null']).toContain(kindOf(valueAt(traces[0], path)));
    }),
    { numRuns: 2000 },
  );
});

test('an array, one result, an event a line and one event alone are read', () => {
  const events = traces.map((result, index) => JSON.stringify({ v: 1, event: 'end', trace: index + 1, result }));
  expect(readResults(JSON.stringify(traces)).traces).toEqual(traces);
  expect(readResults(JSON.stringify(traces[0])).traces).toEqual([traces[0]]);
  expect(readResults(events.join('\r\n')).traces).toEqual(traces);
  expect(readResults(`${events[0]}\n`).traces).toEqual([traces[0]]);
  expect(readResults('[]')).toEqual({ traces: [], unfinished: 0, error: null });
});

test('a time is a text, of any year', () => {
  const faultOf = (startedAt: unknown) =>
    readResults(JSON.stringify(replaced(traces[0], ['startedAt'], startedAt))).error;
  expect(faultOf('12026-11-22T03:16:12.000000000Z')).toBeNull();
  expect(faultOf('-0001-11-22T03:16:12.000000000Z')).toBeNull();
  expect(faultOf(['2026-11-22T03:16:12.000000000Z'])?.message).toContain('startedAt is not a time');
});

/** The places of all values in it, as the keys that lead there. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsIn(member, [...path, key]))];
}

function replaced(value: unknown, [key, ...path]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaced(item, path, by) : item));
  const record = Object.fromEntries(Object.entries(Object(value)));
  return { ...record, [key]: replaced(record[key], path, by) };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => Object(inner)[key], value);
}

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

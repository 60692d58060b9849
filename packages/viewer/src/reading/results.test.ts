import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CaptureError, readTraces } from '@hoplite/transport-pcap';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readResults } from './results.js';

const at = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const schema = JSON.parse(readFileSync(at('packages/hoplite/schema/trace-result.schema.json'), 'utf8'));
const isResult = new Ajv2020({ strict: false }).compile(schema);

const traces: unknown[] = [];
for await (const trace of readTraces(at('test/corpus/several-targets.pcap'))) traces.push(trace);

/** With all that a trace may have: an answer that tells everything, and a probe that did not leave. */
const rich = [
  [['0', 'origin'], { asn: 64500, name: 'Example', country: 'DE' }],
  [['0', 'addressKind'], 'private'],
  [['0', 'changed'], { identification: { sent: 1, quoted: 2 }, destination: { sent: '::1', quoted: '::2' } }],
  [['0', 'unknown'], ['checksum']],
  [['0', 'mtu'], 1400],
  [['0', 'mpls'], [{ label: 24001, trafficClass: 0, bottom: true, ttl: 1 }]],
  [['0', 'interfaces'], [{ role: 'incoming', index: 7, address: '192.0.2.1', name: 'ge-0/0/1', mtu: 1500 }]],
  [['0', 'extensions'], [{ class: 9, type: 1, data: '0000beef' }]],
  [
    ['1'],
    {
      ...{ attempt: 2, status: 'failed', sentAt: 1, sentBy: 'process', size: 68, frames: null },
      ...{ identifier: 7, sequence: 2, error: { code: 'ENETUNREACH', message: 'no route' } },
    },
  ],
].reduce<unknown>((trace, [path, value]) => replaced(trace, ['hops', '0', 'probes', ...(path as string[])], value), {
  ...Object(traces[0]),
  error: { code: 'GAP', message: 'silence' },
  notices: [{ code: 'redirect', text: 'a Redirect' }],
});

test('a trace with all that one may have is taken', () => {
  expect(isResult(rich)).toBe(true);
  expect(readResults(JSON.stringify(rich)).error).toBeNull();
});

test('what the schema of results accepts is accepted, and all else is refused by the name of the field', () => {
  const changes = fc.constantFrom(traces[0], rich).chain((trace) =>
    fc.record({
      trace: fc.constant(trace),
      path: fc.constantFrom(...pathsIn(trace)),
      value: fc.oneof(fc.constantFrom<unknown>(...others), fc.double(), fc.integer()),
    }),
  );
  fc.assert(
    fc.property(changes, ({ trace, path, value }) => {
      const changed = JSON.parse(JSON.stringify(replaced(trace, path, value)));
      const { error } = readResults(JSON.stringify(changed));
      if (isResult(changed) && path.at(-1) !== 'ttl') expect(error).toBeNull();
      else if (error !== null) expect(error.message).toMatch(/^In result 1: \S/);
      if (!isResult(changed)) expect(error).not.toBeNull();
    }),
    { numRuns: 1500 },
  );
});

const others = [
  'text',
  'a'.repeat(70_000),
  '::1',
  7,
  0,
  255,
  256,
  65_536,
  -1,
  2 ** 32,
  2 ** 53,
  1e308,
  [1],
  {},
  true,
  null,
];

test.each([
  [['hops', '0', 'probes', '0', 'rtt'], 1e308, 'hops[0].probes[0].rtt is not a number from -9007199254 to 9007199254'],
  [
    ['hops', '0', 'probes', '0', 'sentAt'],
    -1e308,
    'hops[0].probes[0].sentAt is not a number from -9007199254740991 to',
  ],
  [['hops', '0', 'probes', '0', 'attempt'], 0, 'hops[0].probes[0].attempt is not a whole number from 1 to 131072'],
  [['hops', '0', 'probes'], { length: 131_073 }, 'hops[0].probes has 131073 items, more than 131072'],
  [['hops'], { length: 100_000 }, 'hops has 100000 items, more than 256'],
  [['hops', '1', 'ttl'], 1, 'hops[1].ttl is not 2, which comes after 1'],
  [['target'], 'a'.repeat(65_537), 'target is not a text of at most 65536 characters'],
  [['notices'], { length: 1 }, 'notices[0] is no object'],
])('%j out of its range is refused, and told is what it may be', (path, value, said) => {
  const changed = typeof value === 'object' ? Array.from(value) : value;
  expect(readResults(JSON.stringify(replaced(traces[0], path, changed))).error?.message).toContain(
    `In result 1: ${said}`,
  );
});

test('what a capture gives is taken, however the capture was damaged', async () => {
  const whole = readFileSync(at('test/corpus/several-targets.pcap'));
  const damage = fc.tuple(fc.nat(whole.length - 1), fc.oneof(fc.constantFrom(0, 0xff), fc.nat(0xff)));
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { maxLength: 60 }), async (damages) => {
      const damaged = Uint8Array.from(whole);
      for (const [place, byte] of damages) damaged[place] = byte;
      try {
        for await (const trace of readTraces(damaged)) expect(readResults(JSON.stringify(trace)).error).toBeNull();
      } catch (error) {
        if (!(error instanceof CaptureError)) throw error;
      }
    }),
    { numRuns: 200 },
  );
});

test('what is nested deeper than any trace is refused, whatever its field', () => {
  const levels = (count: number) => JSON.parse('['.repeat(count) + ']'.repeat(count));
  const faultOf = (count: number) =>
    readResults(JSON.stringify(replaced(traces[0], ['later'], levels(count)))).error?.message;
  expect(faultOf(31)).toBeUndefined();
  expect(faultOf(32)).toBe('In result 1: something in it is nested more than 32 deep.');
  const text = JSON.stringify(replaced(traces[0], ['later'], 'DEEP'));
  const { error } = readResults(text.replace('"DEEP"', '['.repeat(200_000) + ']'.repeat(200_000)));
  expect(error?.message).toContain('nested more than 32 deep');
});

test.each(['12026-11-22T03:16:12.000000000Z', '-0001-11-22T23:59:59.000000000Z', '2024-02-29T00:00:00.123456789Z'])(
  '%s is a time',
  (startedAt) => expect(readResults(JSON.stringify(replaced(traces[0], ['startedAt'], startedAt))).error).toBeNull(),
);

test.each([
  '2026-11-22T99:99:99.000000000Z',
  '2026-11-22T24:00:00.000000000Z',
  '2026-13-01T00:00:00.000000000Z',
  '2026-00-01T00:00:00.000000000Z',
  '2026-04-31T00:00:00.000000000Z',
  '2026-02-29T00:00:00.000000000Z',
  '1900-02-29T00:00:00.000000000Z',
  '2026-11-22T03:16:12Z',
  '2026-11-22T03:16:12.000000000+01:00',
  ['2026-11-22T03:16:12.000000000Z'],
])('%j is no time', (startedAt) => {
  const { error } = readResults(JSON.stringify(replaced(traces[0], ['startedAt'], startedAt)));
  expect(error?.message).toContain('startedAt is not a time');
});

test('an array, one result, an event a line and one event alone are read', () => {
  const events = traces.map((result, index) => JSON.stringify({ v: 1, event: 'end', trace: index + 1, result }));
  expect(readResults(JSON.stringify(traces)).traces).toEqual(traces);
  expect(readResults(JSON.stringify(traces[0])).traces).toEqual([traces[0]]);
  expect(readResults(events.join('\r\n')).traces).toEqual(traces);
  expect(readResults(`${events[0]}\n`).traces).toEqual([traces[0]]);
  expect(readResults('[]')).toEqual({ traces: [], unfinished: 0, error: null });
});

test('what comes before a fault is said to be shown only where there is something', () => {
  const lines = (...values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');
  const start = { v: 1, event: 'start', trace: 1 };
  expect(readResults(lines(traces[0], 7)).error?.advice).toContain('What comes before is shown.');
  expect(readResults(lines(start, 7)).error?.advice).not.toContain('shown');
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

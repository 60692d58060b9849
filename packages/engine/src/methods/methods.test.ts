import { decodeDatagram } from '@hoplite/codec';
import { type MethodFixture, methodLaws } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { type Header, readHeader } from '../header.js';
import { resolveOptions } from '../options.js';
import type { Method } from '../result.js';
import type { TraceOptions } from '../trace-options.js';
import { METHODS } from './index.js';

const FIXTURES: readonly [string, MethodFixture][] = [
  ['udp', { method: METHODS.udp }],
  ['icmp', { method: METHODS.icmp }],
  ['tcp', { method: METHODS.tcp }],
  ['udp-classic', { method: METHODS['udp-classic'], flow: ({ index }) => index }],
  ['udp-classic by hops', { method: METHODS['udp-classic'], flow: ({ index }) => index, options: { portStep: 'hop' } }],
  ['udp-dublin', { method: METHODS['udp-dublin'], flow: ({ attempt }) => attempt }],
];

describe.each(FIXTURES)('%s keeps every law of a method', (_, fixture) => {
  for (const { name, check } of methodLaws(fixture)) test(name, check);
});

test('the longest trace there is still has a number for every probe', () => {
  const probes = probesOf('icmp', 4, { maxTtl: 255, queries: 255, packetLength: 30 });
  expect(new Set(probes.map(({ sequenceNumber }) => sequenceNumber)).size).toBe(255 * 255);
});

describe('two hops of two queries, from port 40000 to port 500:', () => {
  const ports = (method: Method, options: TraceOptions) =>
    probesOf(method, 4, { ...options, maxTtl: 2, queries: 2, port: 500 }).map(({ sourcePort, destinationPort }) => [
      sourcePort,
      destinationPort,
    ]);

  test('udp and tcp keep their ports', () => {
    for (const method of ['udp', 'tcp'] as const) expect(ports(method, {})).toEqual(Array(4).fill([40000, 500]));
  });

  test('udp-classic gives each probe a port', () => {
    expect(ports('udp-classic', {})).toEqual([500, 501, 502, 503].map((port) => [40000, port]));
  });

  test('udp-classic can give each hop a port, and each query a source port', () => {
    expect(ports('udp-classic', { portStep: 'hop' })).toEqual([
      [40000, 500],
      [40001, 500],
      [40000, 501],
      [40001, 501],
    ]);
  });

  test('udp-dublin gives each query a port, and over IPv6 each hop a length', () => {
    expect(ports('udp-dublin', {})).toEqual([500, 501, 500, 501].map((port) => [40000, port]));
    const lengths = probesOf('udp-dublin', 6, { maxTtl: 2, queries: 2, packetLength: 60 }).map(({ length }) => length);
    expect(lengths).toEqual([21, 21, 22, 22]);
  });
});

/** The headers of all probes of a trace. */
function probesOf(name: Method, family: 4 | 6, given: TraceOptions): Header[] {
  const options = resolveOptions(family, { ...given, method: name });
  const [source, destination] = family === 4 ? ['10.0.0.1', '192.0.2.9'] : ['2001:db8::1', '2001:db8:9::9'];
  const secrets = { sourcePort: 40000, identifier: 1, identification: 3, token: 60_000, sequenceNumber: 0 };
  const count = (options.maxTtl - options.firstTtl + 1) * options.queries;
  return Array.from({ length: count }, (_, index) => {
    const ttl = options.firstTtl + Math.floor(index / options.queries);
    const attempt = 1 + (index % options.queries);
    const plan = { family, source, destination, ttl, attempt, index, secrets, options };
    const decoded = decodeDatagram(METHODS[name].build(plan));
    const header = decoded.ok ? readHeader(decoded.value) : null;
    if (header === null) throw new Error('no probe');
    return header;
  });
}

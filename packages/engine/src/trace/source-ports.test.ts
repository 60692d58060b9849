import { describe, expect, test } from 'vitest';
import type { TraceResult } from '../result.js';
import { TraceEngine } from './engine.js';
import { createLine } from './line.fixture.js';
import { SourcePorts } from './source-ports.js';

const addressOf = (number: number): string => `192.0.${2 + (number >> 8)}.${number & 255}`;

describe('the source ports of many traces', () => {
  test('are no more than 128, however many destinations there are', async () => {
    await using engine = new TraceEngine(createLine({ target: '192.0.2.9', routers: [null] }), { seed: 1 });
    const traces = Array.from({ length: 500 }, (_, index) => engine.trace(addressOf(index), { maxTtl: 1, queries: 1 }));
    const results = await Promise.all(traces.map(({ result }) => result));
    const ports = new Set(results.map(portOf));
    expect(ports.size).toBeGreaterThan(120);
    expect(ports.size).toBeLessThanOrEqual(128);
  });

  test('differ among those that run to one destination, also where there are more of these than ports', () => {
    const ports = new SourcePorts();
    for (let number = 0; number < 128; number++) ports.take(addressOf(number), 40_000 + number, 65_535);
    const taken = Array.from({ length: 130 }, (_, index) => ports.take('203.0.113.1', 50_000 + index, 65_535));
    expect(new Set(taken).size).toBe(130);
    expect(taken.slice(128)).toEqual([50_128, 50_129]);
  });

  test('come again when a trace to the destination has ended, the one given back last', () => {
    const ports = new SourcePorts();
    for (let number = 0; number < 128; number++) ports.take(addressOf(number), 40_000 + number, 65_535);
    const first = ports.take('203.0.113.1', 50_000, 65_535);
    ports.release('203.0.113.1', first);
    const later = Array.from({ length: 128 }, () => ports.take('203.0.113.1', 50_000, 65_535));
    expect(later.indexOf(first)).toBe(127);
  });

  test('leave room for what a method counts up from them', () => {
    const ports = new SourcePorts();
    for (let number = 0; number < 128; number++) ports.take(addressOf(number), 40_000 + number, 65_535);
    expect(ports.take('203.0.113.1', 39_000, 40_000)).toBe(40_000);
    expect(ports.take('203.0.113.1', 39_000, 40_000)).toBe(39_000);
  });
});

function portOf({ hops }: TraceResult): number | undefined {
  return hops[0]?.probes[0]?.sourcePort;
}

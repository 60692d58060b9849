import { describe, expect, test } from 'vitest';
import type { TraceResult } from '../result.js';
import { TraceEngine } from './engine.js';
import { createLine } from './line.fixture.js';
import { type PortNeeds, SourcePorts } from './source-ports.js';

const addressOf = (number: number): string => `192.0.${2 + (number >> 8)}.${number & 255}`;

/** Of a trace of one flow to a port that nothing leaves from. */
const NEEDS = { last: 65_535, count: 1, probed: { first: 53, count: 1 } };

function take(ports: SourcePorts, destination: string, needs: Partial<PortNeeds> & { drawn: number }): number {
  const first = ports.choose(destination, { ...NEEDS, ...needs });
  ports.hold(destination, { first, count: needs.count ?? 1 });
  return first;
}

/** Those of an engine that has drawn as many as it draws. */
function full(): SourcePorts {
  const ports = new SourcePorts();
  for (let number = 0; number < 128; number++) take(ports, addressOf(number), { drawn: 40_000 + number });
  return ports;
}

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
    const ports = full();
    const taken = Array.from({ length: 130 }, (_, index) => take(ports, '203.0.113.1', { drawn: 50_000 + index }));
    expect(new Set(taken).size).toBe(130);
    expect(taken.slice(128)).toEqual([50_128, 50_129]);
  });

  test('differ among those that run to one destination, also where one port was drawn for several of these', () => {
    const ports = new SourcePorts();
    const taken = [1, 96, 1, 96, 1].map((count) => take(ports, '203.0.113.1', { drawn: 50_000, count }));
    expect(taken).toEqual([50_000, 50_096, 50_001, 50_192, 50_002]);
  });

  test('come again when a trace to the destination has ended, the one given back last', () => {
    const ports = full();
    const first = take(ports, '203.0.113.1', { drawn: 50_000 });
    ports.release('203.0.113.1', { first, count: 1 });
    const later = Array.from({ length: 128 }, () => take(ports, '203.0.113.1', { drawn: 50_000 }));
    expect(later.indexOf(first)).toBe(127);
  });

  test('are held until the last of the traces that share one has ended', () => {
    const ports = new SourcePorts();
    const shared = { first: take(ports, '203.0.113.1', { drawn: 50_000 }), count: 1 };
    ports.hold('203.0.113.1', shared);
    ports.release('203.0.113.1', shared);
    expect(ports.choose('203.0.113.1', { ...NEEDS, drawn: 50_000 })).toBe(50_001);
    ports.release('203.0.113.1', shared);
    expect(ports.choose('203.0.113.1', { ...NEEDS, drawn: 50_000 })).toBe(50_000);
  });

  test('leave room for what a method counts up from them', () => {
    const ports = full();
    expect(take(ports, '203.0.113.1', { drawn: 39_000, last: 40_000 })).toBe(40_000);
    expect(take(ports, '203.0.113.1', { drawn: 39_000, last: 40_000 })).toBe(39_000);
    expect(take(ports, '203.0.113.1', { drawn: 40_000, last: 40_000 })).toBe(1024);
  });
});

describe('the source port of a trace is none that it probes', () => {
  // On the host itself its own probes would answer it.
  const probed = { first: 45_000, count: 96 };

  test('where one of them was drawn', () => {
    expect(take(new SourcePorts(), '192.0.2.9', { drawn: 45_006, probed })).toBe(45_096);
    expect(take(new SourcePorts(), '192.0.2.9', { drawn: 44_999, probed })).toBe(44_999);
  });

  test('nor one that traceroutes probe, whose probes to this host would not be answered', () => {
    expect(take(new SourcePorts(), '192.0.2.9', { drawn: 33_434 })).toBe(33_535);
    expect(take(new SourcePorts(), '192.0.2.9', { drawn: 33_433 })).toBe(33_433);
  });

  test('where one of them is drawn again for another destination', () => {
    const ports = new SourcePorts();
    for (let number = 0; number < 128; number++) take(ports, addressOf(number), { drawn: 45_000 + number });
    const taken = Array.from({ length: 40 }, () => take(ports, '203.0.113.1', { drawn: 45_006, probed }));
    expect(Math.min(...taken)).toBe(45_096);
  });

  test('nor is any of the ports that follow it', () => {
    expect(take(new SourcePorts(), '192.0.2.9', { drawn: 44_990, count: 96, probed })).toBe(45_182);
  });

  test('unless there are no others', () => {
    const all = { first: 1, count: 65_535 };
    expect(take(new SourcePorts(), '192.0.2.9', { drawn: 45_000, probed: all })).toBe(45_000);
  });

  test('whatever the engine’s seed', async () => {
    const options = { method: 'udp-classic', queries: 200, maxTtl: 100 } as const;
    for (let seed = 0; seed < 20; seed++) {
      await using engine = new TraceEngine(createLine({ target: '192.0.2.9', routers: [] }), { seed });
      const { hops } = await engine.trace('192.0.2.9', options).result;
      expect(hops[0]?.probes).toHaveLength(200);
      const port = portOf({ hops }) ?? 0;
      expect(port < 33_434 || port >= 33_434 + 100 * 200).toBe(true);
    }
  });
});

function portOf({ hops }: Pick<TraceResult, 'hops'>): number | undefined {
  return hops[0]?.probes[0]?.sourcePort;
}

import { decodeDatagram } from '@hoplite/codec';
import { timeExceeded, udpProbe } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { TraceOptions } from '../trace-options.js';
import { TraceEngine } from './engine.js';
import { createLine, type LineTransport } from './line.fixture.js';
import type { Trace } from './trace.js';

const TARGET = '192.0.2.9';
const targets = (count: number) => Array.from({ length: count }, (_, i) => `192.0.2.${10 + i}`);

function silence(): LineTransport {
  return createLine({ target: TARGET, routers: Array(40).fill(null) });
}

/** When each probe of a trace left, in milliseconds since its first. */
async function sentAt(trace: Trace): Promise<number[]> {
  const instants: number[] = [];
  for await (const event of trace) if (event.event === 'sent') instants.push(event.sentAt);
  return instants;
}

describe('among others', () => {
  test.each<[string, (time: number) => TraceOptions]>([
    ['each trace ends when its own time is over', (timeout) => ({ timeout })],
    ['each probe is waited for as long as its own trace waits', (wait) => ({ wait, maxTtl: 1, queries: 1 })],
  ])('%s, and is told of it then', async (_, options) => {
    const line = silence();
    await using engine = new TraceEngine(line, { seed: 1, rate: 1e9 });
    const times = [300, 100, 200, 50, 250, 150];
    const ends = times.map(async (time, i) => {
      const { duration } = await engine.trace(targets(6)[i] ?? '', options(time)).result;
      return [duration, line.clock.now() / 1e6].map(Math.round);
    });
    expect(await Promise.all(ends)).toEqual(times.map((time) => [time, time]));
  });

  test('a wait that is shortened is over before those that were to be over sooner', async () => {
    const line = createLine({ target: TARGET, routers: [null, '198.51.100.1'] });
    await using engine = new TraceEngine(line, { seed: 1, rate: 1e9 });
    const toldAt = ({ result }: Trace) => result.then(() => Math.round(line.clock.now() / 1e6));
    // TTL 2 answers the second trace after 2 ms: (2 + 1) x 10 ms are then waited for TTL 1.
    const traces = [
      engine.trace(TARGET, { maxTtl: 1, queries: 1, wait: 100 }),
      engine.trace('192.0.2.10', { maxTtl: 2, queries: 1 }),
    ];
    expect(await Promise.all(traces.map(toldAt))).toEqual([100, 30]);
  });

  test('each trace keeps its own interval', async () => {
    await using engine = new TraceEngine(silence(), { seed: 1, rate: 1e9 });
    const intervals = [70, 20, 50, 10, 60, 40];
    const traces = intervals.map((interval, i) => engine.trace(targets(6)[i] ?? '', { interval, timeout: 400 }));
    const all = await Promise.all(traces.map(sentAt));
    for (const [i, instants] of all.entries()) {
      const interval = intervals[i] ?? 0;
      const expected = Array.from({ length: Math.min(16, Math.ceil(400 / interval)) }, (_, n) => n * interval);
      expect(instants.map(Math.round)).toEqual(expected);
    }
  });

  test('all that are ready take turns, one probe each', async () => {
    const order: string[] = [];
    const line = silence();
    const listening = {
      ...line,
      send(batch: Parameters<LineTransport['send']>[0]) {
        for (const { datagram } of batch) {
          const decoded = decodeDatagram(datagram);
          if (decoded.ok) order.push(decoded.value.ip.destination);
        }
        line.send(batch);
      },
    };
    await using engine = new TraceEngine(listening, { seed: 1, rate: 100 });
    const options: TraceOptions = { maxTtl: 2, timeout: 1000 };
    await Promise.all(targets(3).map((target) => engine.trace(target, options).result));
    expect(order).toEqual(Array(6).fill(targets(3)).flat());
  });

  test('one that has nothing more to send leaves its turns to the others', async () => {
    const line = silence();
    await using engine = new TraceEngine(line, { seed: 1, rate: 1000, perDestination: 1e6 });
    const [short, long] = [engine.trace(TARGET, { parallel: 1, timeout: 9 }), engine.trace(TARGET, { timeout: 9.5 })];
    expect((await short.result).probesSent).toBe(1);
    expect((await long.result).probesSent).toBe(9);
  });
});

test('many traces to one destination all come to their end, however few probes may be under way to it', async () => {
  const line = createLine({ target: TARGET, routers: ['198.51.100.1', null, '198.51.100.3'] });
  await using engine = new TraceEngine(line, { seed: 1, perDestination: 1 });
  const results = await Promise.all(Array.from({ length: 5 }, () => engine.trace(TARGET, { wait: 20 }).result));
  for (const result of results) expect(result).toMatchObject({ outcome: 'reached', lastTtl: 4, foreign: 0 });
});

test('a trace that begins later counts its times from its own first probe', async () => {
  const line = createLine({ target: TARGET, routers: ['198.51.100.1'] });
  await using engine = new TraceEngine(line, { seed: 1, rate: 1e9 });
  await new Promise<void>((resolve) => line.clock.wake(5e9, resolve));
  const trace = engine.trace(TARGET, { interval: 10, queries: 1 });
  expect(await sentAt(trace)).toEqual([0, 10]);
  const result = await trace.result;
  expect(result).toMatchObject({ startedAt: '2023-11-14T22:13:25.000000000Z', duration: 12 });
  expect(result.hops.map(({ probes }) => probes.map((probe) => probe.sentAt))).toEqual([[0], [10]]);
});

test('a transport that breaks ends all traces, to one destination or several', async () => {
  const line = silence();
  await using engine = new TraceEngine(line, { seed: 1 });
  const traces = [TARGET, TARGET, '192.0.2.10'].map((target) => engine.trace(target));
  const error = { code: 'ENETDOWN', message: 'the network is down' };
  line.clock.wake(50e6, () => line.listener()?.broken(error));
  for (const { result } of traces) expect(await result).toMatchObject({ outcome: 'failed', error });
});

test('a reply about no probe counts once, as foreign to the oldest trace to that destination that runs', async () => {
  const line = silence();
  await using engine = new TraceEngine(line, { seed: 1 });
  const times = [100, 300, 300];
  const traces = times.map((timeout) => engine.trace(TARGET, { timeout }));
  const elsewhere = engine.trace('192.0.2.10', { timeout: 300 });
  const other = udpProbe({ source: '10.0.0.1', destination: TARGET, ttl: 1, sourcePort: 1, destinationPort: 2 });
  for (const at of [50e6, 200e6, 250e6]) {
    line.clock.arrive(at, () => line.listener()?.received(timeExceeded(other, '198.51.100.1'), at));
  }
  const foreign = traces.map(async ({ result }) => (await result).foreign);
  expect(await Promise.all(foreign)).toEqual([1, 2, 0]);
  expect((await elsewhere.result).foreign).toBe(0);
});

import { timeExceeded } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { TraceResult } from '../result.js';
import { TraceEngine, type TraceRequest } from './engine.js';
import type { TraceEvent } from './events.js';
import { createLine, type Line, type LineTransport } from './line.fixture.js';

const TARGET = '192.0.2.9';
const ROUTERS = ['198.51.100.1', '198.51.100.2'];

interface Run {
  readonly events: readonly TraceEvent[];
  readonly result: TraceResult;
  readonly sent: LineTransport['sent'];
  /** When its end was told, in whole milliseconds. */
  readonly toldAt: number;
}

async function run(line: Partial<Line>, options: TraceRequest = {}): Promise<Run> {
  const transport = createLine({ target: TARGET, routers: ROUTERS, ...line });
  await using engine = new TraceEngine(transport, { seed: 1, rate: 1e6 });
  const trace = engine.trace(TARGET, options);
  const events: TraceEvent[] = [];
  for await (const event of trace) events.push(event);
  const toldAt = Math.round(transport.clock.now() / 1e6);
  return { events, result: await trace.result, sent: transport.sent, toldAt };
}

test('every member of the events and the result of a trace', async () => {
  const options = { maxTtl: 2, queries: 1, interval: 10, name: 'host.example', payload: Uint8Array.of(0, 10, 255) };
  const { events, result } = await run({ routers: ROUTERS.slice(0, 1), target: TARGET }, options);
  const shared = { v: 1, trace: 1, target: 'host.example' };
  const inEffect = {
    firstTtl: 1,
    maxTtl: 2,
    queries: 1,
    timeout: 0,
    wait: 3000,
    waitHere: 3,
    waitNear: 10,
    gap: 0,
    parallel: 16,
    interval: 10,
    port: 33434,
    portStep: 'probe',
    source: '10.0.0.1',
    sourcePort: expect.any(Number),
    packetLength: 68,
    payload: '000aff',
    tos: 0,
    dontFragment: false,
    flowLabel: 0,
  };
  const probe = (address: string, sentAt: number, rtt: number, icmp: object) =>
    expect.objectContaining({ attempt: 1, status: 'replied', sentAt, rtt, address, icmp, size: 68, duplicates: 0 });
  const first = probe(ROUTERS[0] ?? '', 0, 1, { type: 11, code: 0 });
  const second = probe(TARGET, 10, 2, { type: 3, code: 3 });
  const hops = [
    { ttl: 1, probes: [first] },
    { ttl: 2, probes: [second] },
  ];
  expect(result).toEqual({
    v: 1,
    target: 'host.example',
    address: TARGET,
    source: '10.0.0.1',
    family: 4,
    method: 'udp',
    transport: 'line',
    timestamps: 'virtual',
    startedAt: '2023-11-14T22:13:20.000000000Z',
    duration: 12,
    outcome: 'reached',
    annotation: null,
    error: null,
    lastTtl: 2,
    answeredBy: TARGET,
    probesSent: 2,
    foreign: 0,
    ambiguous: 0,
    notices: [],
    options: expect.objectContaining(inEffect),
    hops,
  });
  const begun = { address: TARGET, source: '10.0.0.1', family: 4, method: 'udp', transport: 'line' };
  expect(events).toEqual([
    { ...shared, event: 'start', ...begun, options: expect.objectContaining(inEffect) },
    { ...shared, event: 'sent', ttl: 1, attempt: 1, sentAt: 0, size: 68 },
    { ...shared, event: 'reply', ttl: 1, probe: first },
    { ...shared, event: 'hop', hop: hops[0] },
    { ...shared, event: 'sent', ttl: 2, attempt: 1, sentAt: 10, size: 68 },
    { ...shared, event: 'reply', ttl: 2, probe: second },
    { ...shared, event: 'hop', hop: hops[1] },
    { ...shared, event: 'end', result },
  ]);
});

test('an ICMP trace has no source port among its options', async () => {
  expect((await run({}, { method: 'icmp' })).result.options).not.toHaveProperty('sourcePort');
});

describe('a probe', () => {
  test('that is answered twice tells of it, each answer at its own', async () => {
    const { events } = await run({ fate: (_, ttl) => ({ copies: ttl === 1 ? 2 : 1 }) }, { queries: 2, parallel: 1 });
    const duplicates = events.filter(({ event }) => event === 'duplicate');
    expect(duplicates).toMatchObject([
      { ttl: 1, attempt: 1, address: ROUTERS[0] },
      { ttl: 1, attempt: 2, address: ROUTERS[0] },
    ]);
  });

  test('that could not be sent makes room for the next', async () => {
    const error = { code: 'ENOBUFS', message: 'no buffer space available' };
    const { events, result } = await run({ fate: (n) => (n % 3 === 1 ? { error } : {}) }, { parallel: 1 });
    expect(events.filter(({ event }) => event === 'failed')).toMatchObject(
      [1, 2, 3].map((ttl) => ({ ttl, probe: { attempt: 2, status: 'failed', error } })),
    );
    expect(result).toMatchObject({ outcome: 'reached', probesSent: 6 });
  });

  test('answered after its whole wait is late, a second answer to it a duplicate', async () => {
    const fate: Line['fate'] = (n) => (n === 0 ? { delay: 29, copies: 2 } : {});
    const options = { wait: 20, interval: 15, queries: 2, waitHere: 0, waitNear: 0 };
    const { events, result } = await run({ fate }, options);
    expect(events.filter(({ event }) => event === 'late')).toMatchObject([{ ttl: 1, probe: { attempt: 1, rtt: 30 } }]);
    expect(result.hops[0]?.probes).toMatchObject([
      { status: 'late', rtt: 30, duplicates: 1 },
      { status: 'replied', rtt: 1 },
    ]);
  });

  test('answered at the last instant of its wait is in time', async () => {
    const { result } = await run({ fate: () => ({ delay: 19 }) }, { wait: 20, maxTtl: 1, queries: 1 });
    expect(result.hops[0]?.probes).toMatchObject([{ status: 'replied', rtt: 20 }]);
  });
});

describe('behind an end that is known', () => {
  test('nothing more is sent', async () => {
    const { sent } = await run({}, { parallel: 1 });
    expect(sent.map(({ ttl }) => ttl)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  test('and told, but what was under way', async () => {
    const { events, result } = await run({}, { queries: 1, parallel: 6 });
    expect(events.flatMap((event) => (event.event === 'hop' ? [event.hop.ttl] : []))).toEqual([1, 2, 3]);
    expect(result.lastTtl).toBe(3);
  });

  test('and none of it is told, though it was decided before the end was', async () => {
    // The end's second answer comes when all of the TTLs behind it are there.
    const fate: Line['fate'] = (number) => ({ delay: number === 5 ? 20 : 0 });
    const { events } = await run({ fate }, { queries: 2, maxTtl: 6, waitHere: 0 });
    expect(events.flatMap((event) => (event.event === 'hop' ? [event.hop.ttl] : []))).toEqual([1, 2, 3]);
  });

  test('a nearer one still counts', async () => {
    // The answer of TTL 3 comes after those of the TTLs behind it.
    const fate: Line['fate'] = (_, ttl) => ({ delay: ttl === 3 ? 50 : 0 });
    const { result } = await run({ fate }, { queries: 1, waitNear: 0 });
    expect(result).toMatchObject({ outcome: 'reached', lastTtl: 3 });
  });
});

describe('a wait', () => {
  test('is shortened where hops between are silent too', async () => {
    const { result, toldAt } = await run({ routers: [null, null, null] }, { queries: 1, wait: 1000 });
    // TTL 4 answers after 4 ms: the wait is (4 + 1) x 10 ms.
    expect([Math.round(result.duration), toldAt]).toEqual([50, 50]);
  });

  test('is shortened by the first answer of its hop, not by a later one', async () => {
    // Answers after 1 and 3 ms, then (1 + 1) x 3 ms for the one that is lost.
    const fate: Line['fate'] = (number) => (number === 1 ? { delay: 2 } : { lost: number === 2 });
    const { result, toldAt } = await run({ fate }, { maxTtl: 1, parallel: 1 });
    expect([Math.round(result.duration), toldAt]).toEqual([10, 10]);
  });

  test('is never longer than the whole wait', async () => {
    const { result, toldAt } = await run({ routers: [null] }, { queries: 1, wait: 20, maxTtl: 2 });
    expect([Math.round(result.duration), toldAt]).toEqual([20, 20]);
  });

  test('that is over when it is shortened ends at that instant', async () => {
    // TTL 2 answers after 90 ms, when the (2 + 90 + 1) x 0.1 ms that are then waited for TTL 1 are long over.
    const line: Partial<Line> = { routers: [null], fate: () => ({ delay: 88 }) };
    const { result, toldAt } = await run(line, { queries: 1, waitNear: 0.1, maxTtl: 2 });
    expect([Math.round(result.duration), toldAt]).toEqual([90, 90]);
  });
});

test('a Redirect, a Source Quench and the Time Exceeded of reassembly are told and answer nothing', async () => {
  const line = createLine({ target: TARGET, routers: [null] });
  await using engine = new TraceEngine(line, { seed: 1 });
  const probes: Uint8Array[] = [];
  const send = line.send.bind(line);
  line.send = (batch) => {
    for (const { datagram } of batch) probes.push(datagram);
    send(batch);
  };
  const trace = engine.trace(TARGET, { queries: 1, maxTtl: 1, wait: 50 });
  for (const [at, ...bytes] of [
    [10, 5, 1, 0, 0, 198, 51, 100, 7],
    [20, 4],
    [30, 11, 1],
  ] as const) {
    line.clock.arrive(at * 1e6, () => {
      const notice = timeExceeded(probes[0] ?? new Uint8Array(0), '198.51.100.1');
      notice.set(bytes, 20);
      line.listener()?.received(notice, at * 1e6);
    });
  }
  const notices = [
    { code: 'redirect', text: '198.51.100.1 sent a Redirect to 198.51.100.7 in answer to the probe with TTL 1' },
    { code: 'source-quench', text: '198.51.100.1 sent a Source Quench in answer to the probe with TTL 1' },
    {
      code: 'reassembly',
      text: '198.51.100.1 sent Time Exceeded of fragment reassembly in answer to the probe with TTL 1',
    },
  ];
  const told: TraceEvent[] = [];
  for await (const event of trace) if (event.event === 'notice') told.push(event);
  expect(told).toEqual(notices.map((notice) => ({ v: 1, trace: 1, target: TARGET, event: 'notice', ...notice })));
  expect(await trace.result).toMatchObject({ outcome: 'max-ttl', notices, foreign: 0, lastTtl: 0 });
});

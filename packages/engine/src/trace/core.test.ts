import { directReply, icmpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { resolveOptions } from '../options.js';
import type { TraceResult } from '../result.js';
import type { TraceOptions } from '../trace-options.js';
import { Core } from './core.js';
import { TraceEngine } from './engine.js';
import type { TraceEvent } from './events.js';
import { createLine, type Line } from './line.fixture.js';
import { Tracer } from './tracer.js';

const TARGET = '192.0.2.9';
const ROUTER = '198.51.100.1';
const SILENCE: Line = { target: TARGET, routers: Array(40).fill(null) };
const WAIT = 3e9;

async function trace(line: Line, options: TraceOptions): Promise<TraceResult> {
  await using engine = new TraceEngine(createLine(line), { seed: 1 });
  return await engine.trace(TARGET, options).result;
}

describe('before any wait is over, silence is sent no more than', () => {
  test.each([
    ['perDestination to each destination', { perDestination: 4 }, [TARGET, TARGET, TARGET], 4],
    ['perDestination to each of two', { perDestination: 4 }, [TARGET, '192.0.2.10'], 8],
    ['maxInFlight in all', { maxInFlight: 5 }, [TARGET, '192.0.2.10', '192.0.2.11'], 5],
    ['the transport has room for', { maxInFlight: 1e6, perDestination: 1e6 }, Array(60).fill(TARGET), 500],
    ['parallel of each trace', { perDestination: 100 }, [TARGET, TARGET], 32],
  ])('%s', async (_, options, targets, most) => {
    const line = createLine(SILENCE);
    await using engine = new TraceEngine(line, { seed: 1, ...options });
    const running = targets.map((target) => engine.trace(target, { timeout: 2999 }));
    await Promise.all(running.map(({ result }) => result));
    expect(line.sent.filter(({ at }) => at < WAIT)).toHaveLength(most);
  });
});

describe('a wait is shortened', () => {
  test('by the first answer of its own hop', async () => {
    const line: Line = { target: TARGET, routers: [], fate: (number) => (number === 1 ? { lost: true } : {}) };
    // One after the other: an answer after 1 ms, then (1 + 1) x 3 ms for the one that is lost, then 1 ms.
    expect(await trace(line, { parallel: 1, waitNear: 0 })).toMatchObject({ duration: 8, outcome: 'reached' });
    expect(await trace(line, { parallel: 1, waitNear: 0, waitHere: 0 })).toMatchObject({ duration: 3002 });
  });

  test('by the first answer of a later hop where its own has none', async () => {
    const line: Line = { target: TARGET, routers: [null] };
    expect((await trace(line, {})).duration).toBeLessThan(50);
    expect((await trace(line, { waitNear: 0 })).duration).toBeGreaterThanOrEqual(3000);
  });
});

test('late answers to an ended trace are nobody else’s for as long as its probes are remembered', async () => {
  for (const [linger, foreign] of [
    [10_000, 0],
    [0, 1],
  ] as const) {
    await using engine = new TraceEngine(
      createLine({ target: TARGET, routers: [ROUTER], fate: () => ({ copies: 2 }) }),
      { seed: 1, linger },
    );
    await engine.trace(TARGET).result;
    const second = await engine.trace(TARGET).result;
    expect(second.foreign).toBe(foreign);
  }
});

test('an error about no probe of the trace is counted as foreign', async () => {
  const line = createLine(SILENCE);
  await using engine = new TraceEngine(line, { seed: 1 });
  const running = engine.trace(TARGET, { timeout: 100 });
  const other = udpProbe({ source: '10.0.0.1', destination: TARGET, ttl: 1, sourcePort: 1, destinationPort: 2 });
  line.clock.arrive(50e6, () => line.listener()?.received(timeExceeded(other, ROUTER), 50e6));
  expect(await running.result).toMatchObject({ foreign: 1, lastTtl: 0 });
});

/** A core with one trace of one hop, what it told, and the probe with a sequence number of that trace. */
function oneHop(options: TraceOptions) {
  const core = new Core({ rate: 1000, maxInFlight: 10, perDestination: 10, linger: 0 });
  const told: TraceEvent[] = [];
  const addresses = { address: TARGET, source: '10.0.0.1', family: 4 } as const;
  const config = {
    id: 1,
    target: TARGET,
    ...addresses,
    options: resolveOptions(4, { method: 'icmp', maxTtl: 1, queries: 1, ...options }),
    secrets: { sourcePort: 40_000, identifier: 7, identification: 6, token: 8, sequenceNumber: 9 },
    flows: 'kept',
    transport: 'line',
    timestamps: 'virtual',
    origin: 0n,
  } as const;
  core.add(new Tracer(config, 0), (events) => told.push(...events), 0);
  const answer = (sequenceNumber: number): Uint8Array =>
    directReply(icmpProbe({ source: '10.0.0.1', destination: TARGET, ttl: 1, identifier: 7, sequenceNumber }));
  return { core, told, answer };
}

test('a deadline that was over when a reply arrived comes first, at its own instant, however late both are heard of', () => {
  const { core, told, answer } = oneHop({});
  core.sent(core.turn(0)?.id ?? 0, 0, null, [], null, null);
  core.received(answer(9), 3.5e9, [], null, null);
  expect(told.map(({ event }) => event)).toEqual(['start', 'sent', 'hop', 'end']);
  expect(told.at(-1)).toMatchObject({ result: { outcome: 'max-ttl', duration: 3000 } });
});

test.each(['sent', 'failed'] as const)('a deadline that was over when a probe %s comes first too', (fate) => {
  const { core, told } = oneHop({ queries: 2, timeout: 2000 });
  const [first, second] = [core.turn(0)?.id ?? 0, core.turn(1e6)?.id ?? 0];
  core.sent(first, 0, null, [], null, null);
  if (fate === 'sent') core.sent(second, 2.5e9, null, [], null, null);
  else core.failed(second, { code: 'ENOBUFS', message: '' }, 2.5e9);
  expect(told.map(({ event }) => event)).toEqual(['start', 'sent', 'end']);
  expect(told.at(-1)).toMatchObject({ result: { outcome: 'timeout', duration: 2000, probesSent: 1 } });
});

test('what has no instant of its own happens at the latest that was told of', () => {
  const { core, told, answer } = oneHop({ queries: 2 });
  const [first, second] = [core.turn(0)?.id ?? 0, core.turn(1e6)?.id ?? 0];
  core.sent(first, 0, null, [], null, null);
  core.received(answer(9), 5e6, [], null, null);
  core.failed(second, { code: 'ENOBUFS', message: '' }, null);
  expect(told.at(-1)).toMatchObject({ result: { outcome: 'reached', duration: 5 } });
});

test('a trace whose first probe fails begins when that was tried', () => {
  const { core, told } = oneHop({ queries: 2 });
  const [first, second] = [core.turn(1e6)?.id ?? 0, core.turn(2e6)?.id ?? 0];
  core.failed(first, { code: 'ENOBUFS', message: '' }, 3e6);
  core.sent(second, 4e6, null, [], null, null);
  core.advance(10e9);
  const hops = [
    {
      probes: [
        { status: 'failed', sentAt: 0 },
        { status: 'timeout', sentAt: 1 },
      ],
    },
  ];
  expect(told.at(-1)).toMatchObject({ result: { startedAt: '1970-01-01T00:00:00.003000000Z', duration: 3001, hops } });
});

test('a probe that failed did so when it was to leave, however late that is heard of: what was answered since counts', () => {
  const { core, told, answer } = oneHop({ queries: 2, timeout: 2000 });
  const first = core.turn(0)?.id ?? 0;
  const second = core.turn(1e6)?.id ?? 0;
  core.sent(first, 0, null, [], null, null);
  core.failed(second, { code: 'ENOBUFS', message: '' }, 1e6);
  core.notice({ code: 'buffer-overflow', text: '' });
  core.received(answer(9), 5e6, [], null, null);
  expect(told.at(-1)).toMatchObject({ result: { outcome: 'reached', duration: 5 } });
});

test('a probe that did not leave, by its system’s word, and is answered all the same has an answer without a time', () => {
  const { core, told, answer } = oneHop({ queries: 2 });
  const [first, second] = [core.turn(0)?.id ?? 0, core.turn(1e6)?.id ?? 0];
  core.failed(first, { code: 'EPERM', message: 'refused by a firewall' }, 0);
  core.sent(second, 1e6, null, [], null, null);
  core.received(answer(9), 2e6, [], null, null);
  core.received(answer(12), 3e6, [], null, null);
  expect(told.at(-1)).toMatchObject({
    result: { outcome: 'reached', notices: [], hops: [{ probes: [{ status: 'replied', rtt: null }, { rtt: 2 }] }] },
  });
});

test('late wakes cost no probes, and the time in which nobody had one to send brings none', async () => {
  const line = createLine(SILENCE);
  const late = 3.5e6;
  const wake: typeof line.clock.wake = (at, callback) => line.clock.wake(Math.ceil(at / late) * late, callback);
  const clock = { origin: 0n, now: () => line.clock.now(), wake };
  await using engine = new TraceEngine({ ...line, clock }, { seed: 1, rate: 1000, perDestination: 1000 });
  const asking = { timeout: 70, parallel: 1000, queries: 3 };
  await engine.trace(TARGET, asking).result;
  // At 0 ms and at every one up to the last wake in its time, that of 66.5 ms.
  expect(line.sent.length).toBe(67);
  await new Promise<void>((resolve) => wake(line.clock.now() + 1e9, resolve));
  await engine.trace(TARGET, asking).result;
  expect(line.sent.length).toBe(2 * 67);
});

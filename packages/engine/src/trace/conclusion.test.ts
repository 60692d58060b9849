import { timeExceeded, unreachable } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { TraceResult } from '../result.js';
import type { TraceOptions } from '../trace-options.js';
import type { Transport } from '../transport.js';
import { TraceEngine } from './engine.js';
import { createLine, type Line } from './line.fixture.js';

const TARGET = '192.0.2.9';
const ROUTERS = ['198.51.100.1', '198.51.100.2', '198.51.100.3'];
const ERROR = { code: 'ENOBUFS', message: 'no buffer space available' };

async function trace(line: Partial<Line>, options: TraceOptions = {}): Promise<TraceResult> {
  const transport = createLine({ target: TARGET, routers: ROUTERS, ...line });
  await using engine = new TraceEngine(transport, { seed: 1 });
  return await engine.trace(TARGET, options).result;
}

const ttls = ({ hops }: TraceResult): number[] => hops.map(({ ttl }) => ttl);
const statuses = ({ hops }: TraceResult): string[] =>
  hops.map(({ probes }) => probes.map(({ status }) => status).join(' '));

describe('a gap', () => {
  const silentAt =
    (...silent: readonly number[]) =>
    (_: number, ttl: number) => ({ lost: silent.includes(ttl) });

  test('is of hops in a row, none of which answered anything', async () => {
    expect((await trace({ fate: silentAt(1, 3) }, { gap: 2 })).outcome).toBe('reached');
    const twoOfThree = (number: number, ttl: number) => ({ lost: ttl < 4 && number % 3 > 0 });
    expect((await trace({ fate: twoOfThree }, { gap: 2, parallel: 1 })).outcome).toBe('reached');
  });

  test('ends a trace with its last hop, what came before it kept', async () => {
    const result = await trace({ fate: silentAt(2, 3) }, { gap: 2, parallel: 1 });
    expect(result).toMatchObject({
      outcome: 'gap',
      error: { code: 'GAP', message: '2 hops in a row did not answer' },
      answeredBy: null,
      lastTtl: 1,
    });
    expect(ttls(result)).toEqual([1, 2, 3]);
    expect(ttls(await trace({ fate: silentAt(1) }, { gap: 1, parallel: 1 }))).toEqual([1]);
  });

  test('is none on the way to an end that is known', async () => {
    const result = await trace({ fate: silentAt(1, 2, 3) }, { gap: 3 });
    expect(result).toMatchObject({ outcome: 'reached', lastTtl: 4 });
    expect(statuses(result).slice(0, 3)).toEqual(Array(3).fill('timeout timeout timeout'));
  });

  test('is none where a hop answered long ago', async () => {
    const options = { gap: 2, parallel: 1, queries: 1, waitHere: 0, waitNear: 0 };
    expect((await trace({ fate: silentAt(1, 3) }, options)).outcome).toBe('reached');
  });

  test('is none while the last hop’s own queries are still out either', async () => {
    const fate: Line['fate'] = (number, ttl) => ({ lost: ttl < 4 || number === 11 });
    const result = await trace({ fate }, { gap: 3, waitHere: 0, parallel: 12 });
    expect(result).toMatchObject({ outcome: 'reached', lastTtl: 4, duration: 3011 });
    expect(statuses(result)[3]).toBe('replied replied timeout');
  });
});

describe('an error that is no Time Exceeded', () => {
  /** Routers answer the probe with this number (from 0) with this code of Destination Unreachable, any other as ever. */
  async function refused(codes: Readonly<Record<number, number>>, options: TraceOptions = {}): Promise<TraceResult> {
    const line = createLine({ target: TARGET, routers: [null, null, null, null] });
    let count = 0;
    const transport: Transport = {
      ...line,
      send(batch) {
        line.send(batch);
        for (const { datagram } of batch) {
          const code = codes[count++];
          const at = line.clock.now() + 1e6;
          const router = ROUTERS[(datagram[8] ?? 0) - 1] ?? TARGET;
          const answer = code === undefined ? timeExceeded(datagram, router) : unreachable(datagram, router, code);
          line.clock.arrive(at, () => line.listener()?.received(answer, at));
        }
      },
    };
    await using engine = new TraceEngine(transport, { seed: 1 });
    return await engine.trace(TARGET, { parallel: 1, maxTtl: 3, ...options }).result;
  }

  test('ends the trace with its mark once its hop’s queries are done', async () => {
    const result = await refused({ 3: 1, 4: 1, 5: 1 });
    expect(result).toMatchObject({
      outcome: 'unreachable',
      annotation: '!H',
      answeredBy: ROUTERS[1],
      error: null,
      lastTtl: 2,
      probesSent: 6,
    });
    expect(ttls(result)).toEqual([1, 2]);
  });

  test('ends it though it answered but one query, the first such telling how', async () => {
    expect(await refused({ 4: 13, 5: 0 })).toMatchObject({ outcome: 'unreachable', annotation: '!X', probesSent: 6 });
  });

  test('is not the end where another query of the hop reached the target', async () => {
    expect(await refused({ 3: 1, 4: 3 })).toMatchObject({ outcome: 'reached', annotation: null, lastTtl: 2 });
  });
});

test('a hop of which nothing could be sent fails the trace with its error and all hops before it', async () => {
  const fate = (_: number, ttl: number) => (ttl === 2 ? { error: ERROR } : {});
  const result = await trace({ fate }, { parallel: 1 });
  expect(result).toMatchObject({ outcome: 'failed', error: ERROR, lastTtl: 1, answeredBy: null });
  expect(statuses(result)).toEqual(['replied replied replied', 'failed failed failed']);
});

test('what could not be sent past the end fails nothing', async () => {
  const fate = (_: number, ttl: number) => (ttl === 5 ? { error: ERROR } : {});
  const result = await trace({ fate });
  expect(result).toMatchObject({ outcome: 'reached', lastTtl: 4 });
  expect(ttls(result)).toEqual([1, 2, 3, 4]);
});

test('a trace that begins behind the target ends at its first hop', async () => {
  const result = await trace({}, { firstTtl: 7, maxTtl: 9 });
  expect(result).toMatchObject({ outcome: 'reached', answeredBy: TARGET, lastTtl: 7 });
  expect(ttls(result)).toEqual([7]);
});

test('one that begins on the way shows that TTL and the others to the end', async () => {
  const result = await trace({}, { firstTtl: 2, parallel: 1 });
  expect(result.outcome).toBe('reached');
  expect(ttls(result)).toEqual([2, 3, 4]);
});

test('the largest TTL that is asked may be the one that reaches', async () => {
  expect(await trace({}, { maxTtl: 4 })).toMatchObject({ outcome: 'reached', lastTtl: 4 });
  expect(await trace({}, { maxTtl: 3 })).toMatchObject({
    outcome: 'max-ttl',
    error: { code: 'MAX_TTL', message: 'MaxTTL exceeded without reaching target' },
  });
});

describe('time that is over', () => {
  test('ends a trace at its instant, with the hops that were asked', async () => {
    const result = await trace(
      { routers: [ROUTERS[0] ?? null, ...Array(30).fill(null)] },
      { timeout: 40, parallel: 4 },
    );
    expect(result).toMatchObject({
      outcome: 'timeout',
      duration: 40,
      error: { code: 'TIMEOUT', message: 'Traceroute session timeout' },
      lastTtl: 1,
    });
    expect(statuses(result)).toEqual(['replied replied replied', 'pending pending pending', 'pending']);
  });

  test('is not, while the trace ends before', async () => {
    expect((await trace({}, { timeout: 100 })).outcome).toBe('reached');
  });

  test('counts from when the trace began', async () => {
    const transport = createLine({ target: TARGET, routers: Array(30).fill(null) });
    await using engine = new TraceEngine(transport, { seed: 1 });
    await engine.trace(TARGET, { timeout: 40 }).result;
    expect(await engine.trace(TARGET, { timeout: 40 }).result).toMatchObject({ outcome: 'timeout', duration: 40 });
  });
});

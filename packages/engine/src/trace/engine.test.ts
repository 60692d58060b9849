import { describe, expect, test } from 'vitest';
import type { Method, TraceResult } from '../result.js';
import type { TraceOptions } from '../trace-options.js';
import type { Transport } from '../transport.js';
import { TraceEngine } from './engine.js';
import type { EngineOptions } from './engine-options.js';
import type { TraceEvent } from './events.js';
import { createLine, type Line } from './line.fixture.js';

const TARGET = '192.0.2.9';
const ROUTERS = ['198.51.100.1', '198.51.100.2', '198.51.100.3'];
const LINE: Line = { target: TARGET, routers: ROUTERS };

async function trace(line: Line, options: TraceOptions = {}): Promise<TraceResult> {
  await using engine = new TraceEngine(createLine(line), { seed: 1 });
  return await engine.trace(line.target, options).result;
}

function path({ hops }: TraceResult): string[] {
  return hops.map(({ probes }) => probes.map((probe) => ('address' in probe ? probe.address : probe.status)).join(' '));
}

const thrice = (address: string): string => `${address} ${address} ${address}`;
const WHOLE_PATH = [...ROUTERS, TARGET].map(thrice);

describe('a trace', () => {
  test.each<Method>(['udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp'])(
    'by %s finds every hop and the target',
    async (method) => {
      const result = await trace(LINE, { method });
      expect(result).toMatchObject({
        outcome: 'reached',
        method,
        answeredBy: TARGET,
        lastTtl: 4,
        error: null,
        timestamps: 'virtual',
      });
      expect(path(result)).toEqual(WHOLE_PATH);
      expect(result.hops.map(({ probes }) => probes.map((probe) => 'rtt' in probe && probe.rtt))).toEqual(
        [1, 2, 3, 4].map((rtt) => [rtt, rtt, rtt]),
      );
    },
  );

  test('works over IPv6 alike', async () => {
    const routers = ['2001:db8:1::1', '2001:db8:2::1'];
    const result = await trace({ target: '2001:db8:9::9', routers });
    expect(result).toMatchObject({ family: 6, source: '2001:db8::1', outcome: 'reached' });
    expect(path(result)).toEqual([...routers, '2001:db8:9::9'].map(thrice));
  });

  test('takes its target as bytes', async () => {
    await using engine = new TraceEngine(createLine(LINE), { seed: 1 });
    const result = await engine.trace(new Uint8Array([192, 0, 2, 9])).result;
    expect(result).toMatchObject({ target: TARGET, address: TARGET, outcome: 'reached' });
  });

  test('keeps nothing of the bytes that it received: their buffer may be used again', async () => {
    const line = createLine(LINE);
    const oneBuffer: Transport = {
      ...line,
      open: (listener) =>
        line.open({
          sent: (...heard) => listener.sent(...heard),
          failed: (...heard) => listener.failed(...heard),
          noticed: (...heard) => listener.noticed(...heard),
          broken: (...heard) => listener.broken(...heard),
          received(datagram, at) {
            const buffer = datagram.slice();
            listener.received(buffer, at);
            buffer.fill(0xff);
          },
        }),
    };
    await using engine = new TraceEngine(oneBuffer, { seed: 1 });
    expect(await engine.trace(TARGET).result).toEqual(await trace(LINE));
  });

  test('takes nothing from header fields that its transport made up', async () => {
    const line = createLine(LINE);
    const hidden = ['identification', 'typeOfService', 'ttl'];
    const rebuilding: Transport = {
      ...line,
      open: (listener) =>
        line.open({
          sent: (id, at) => listener.sent(id, at),
          failed: (...heard) => listener.failed(...heard),
          noticed: (code, text) => listener.noticed(code, text),
          broken: (error) => listener.broken(error),
          received(datagram, at) {
            const rebuilt = datagram.slice();
            // The quote begins behind 28 bytes: its type of service, its identification.
            for (const made of [29, 32, 33]) rebuilt[made] = 0x77;
            listener.received(rebuilt, at, hidden);
          },
        }),
    };
    await using engine = new TraceEngine(rebuilding, { seed: 1 });
    const result = await engine.trace(TARGET).result;
    expect(path(result)).toEqual(WHOLE_PATH);
    expect(result.hops[0]?.probes[0]).toMatchObject({ nat: false, quotedTtl: null });
    expect(result.hops.flatMap(({ probes }) => probes.map((probe) => 'changed' in probe && probe.changed))).toEqual(
      Array(12).fill({}),
    );
  });

  test('shows silent hops, and no hop past the end', async () => {
    const result = await trace({ ...LINE, routers: [ROUTERS[0] ?? null, null, ROUTERS[2] ?? null] });
    expect(path(result)).toEqual([
      thrice(ROUTERS[0] ?? ''),
      'timeout timeout timeout',
      thrice(ROUTERS[2] ?? ''),
      thrice(TARGET),
    ]);
    expect(result.outcome).toBe('reached');
  });

  test('ends at max-ttl with all that it learned', async () => {
    const result = await trace(LINE, { maxTtl: 2 });
    expect(result).toMatchObject({ outcome: 'max-ttl', error: { code: 'MAX_TTL' }, answeredBy: null, lastTtl: 2 });
    expect(path(result)).toEqual(WHOLE_PATH.slice(0, 2));
  });

  test('ends after a gap of silent hops, the last of them shown', async () => {
    const result = await trace({ target: TARGET, routers: [ROUTERS[0] ?? null, ...Array(40).fill(null)] }, { gap: 3 });
    expect(result).toMatchObject({ outcome: 'gap', error: { code: 'GAP' }, lastTtl: 1 });
    expect(result.hops.map(({ ttl }) => ttl)).toEqual([1, 2, 3, 4]);
  });

  test('ends when its time is over, its last probes pending', async () => {
    const result = await trace({ target: TARGET, routers: Array(40).fill(null) }, { timeout: 5 });
    expect(result).toMatchObject({ outcome: 'timeout', error: { code: 'TIMEOUT' }, lastTtl: 0, duration: 5 });
    expect(result.hops.flatMap(({ probes }) => probes).every(({ status }) => status === 'pending')).toBe(true);
  });

  test('says nothing of probes of which the transport has not said what became', async () => {
    const transport = { ...createLine(LINE), send: () => {} };
    await using engine = new TraceEngine(transport, { seed: 1 });
    const result = await engine.trace(TARGET, { timeout: 5 }).result;
    expect(result).toMatchObject({ outcome: 'timeout', probesSent: 0, hops: [] });
  });

  test('counts duplicates, the first round trip kept', async () => {
    const result = await trace({ ...LINE, fate: () => ({ copies: 3 }) });
    expect(path(result)).toEqual(WHOLE_PATH);
    expect(result.hops[0]?.probes[0]).toMatchObject({ rtt: 1, duplicates: 2 });
  });

  test('counts an answer that comes after its shortened wait but within the whole one', async () => {
    // The first query of the first hop takes 50 ms; the others let its wait shrink to (1 + 1) * 3 ms.
    const result = await trace(
      { ...LINE, fate: (number) => (number === 0 ? { delay: 50 } : {}) },
      { interval: 10, parallel: 1 },
    );
    expect(result.hops[0]?.probes[0]).toMatchObject({ status: 'replied', rtt: 51 });
  });

  test('calls late what comes after the whole wait, and ends by it all the same', async () => {
    const routers = [ROUTERS[0] ?? null];
    const fate = (_: number, ttl: number) => (ttl >= 2 ? { delay: 100 } : {});
    const result = await trace({ target: TARGET, routers, fate }, { wait: 50, maxTtl: 200, parallel: 4 });
    expect(result).toMatchObject({ outcome: 'reached', lastTtl: 2 });
    expect(result.hops[1]?.probes[0]).toMatchObject({ status: 'late', rtt: 102 });
  });

  test('goes on where a probe could not be sent, and fails where none of a hop could', async () => {
    const error = { code: 'ENOBUFS', message: 'no buffer space available' };
    const once = await trace({ ...LINE, fate: (number) => (number === 1 ? { error } : {}) });
    expect(once.outcome).toBe('reached');
    expect(once.hops[0]?.probes[1]).toMatchObject({ status: 'failed', error });
    const always = await trace({ ...LINE, fate: () => ({ error }) });
    expect(always).toMatchObject({ outcome: 'failed', error });
  });

  test('gives the same bytes and events from the same seed, others from another', async () => {
    const run = async (seed: number): Promise<TraceEvent[]> => {
      await using engine = new TraceEngine(createLine(LINE), { seed });
      const events: TraceEvent[] = [];
      for await (const event of engine.trace(TARGET)) events.push(event);
      return events;
    };
    expect(await run(5)).toEqual(await run(5));
    expect(await run(5)).not.toEqual(await run(6));
  });

  test('chooses by its own number alone: whatever other traces do, the same', async () => {
    const ports = async (delays: readonly number[]) => {
      const line = createLine(LINE);
      const sourceFor = async () => {
        const turns = delays.at(asked++) ?? 0;
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        return '10.0.0.1';
      };
      let asked = 0;
      await using engine = new TraceEngine({ ...line, sourceFor }, { seed: 1 });
      const traces = delays.map(() => engine.trace(TARGET, { queries: 1 }));
      const results = await Promise.all(traces.map(({ result }) => result));
      return results.map(({ options }) => options.sourcePort);
    };
    expect(await ports([0, 20, 0])).toEqual(await ports([20, 0, 10]));
    expect(new Set(await ports([0, 0, 0])).size).toBe(3);
  });
});

describe('the events of a trace', () => {
  test('begin with start, end with the result, and tell each hop once in the order of TTLs', async () => {
    await using engine = new TraceEngine(createLine(LINE), { seed: 1 });
    const running = engine.trace(TARGET, { name: 'host.example' });
    const events: TraceEvent[] = [];
    for await (const event of running) events.push(event);
    expect(events[0]).toMatchObject({ v: 1, event: 'start', trace: 1, target: 'host.example', address: TARGET });
    expect(events.at(-1)).toEqual({
      v: 1,
      event: 'end',
      trace: 1,
      target: 'host.example',
      result: await running.result,
    });
    const hops = events.flatMap((event) => (event.event === 'hop' ? [event.hop.ttl] : []));
    expect(hops).toEqual([1, 2, 3, 4]);
    const replies = events.filter(({ event }) => event === 'reply');
    expect(replies.length).toBeGreaterThanOrEqual(12);
  });

  test('can be read more than once, late, and left early', async () => {
    await using engine = new TraceEngine(createLine(LINE), { seed: 1 });
    const running = engine.trace(TARGET);
    for await (const _ of running) break;
    await running.result;
    const events: string[] = [];
    for await (const { event } of running) events.push(event);
    expect(events[0]).toBe('start');
    expect(events.at(-1)).toBe('end');
  });
});

describe('an end from outside', () => {
  test('by abort or by signal keeps what was learned', async () => {
    for (const by of ['abort', 'signal'] as const) {
      await using engine = new TraceEngine(createLine({ ...LINE, routers: [...ROUTERS, ...Array(30).fill(null)] }), {
        seed: 1,
      });
      const controller = new AbortController();
      const running = engine.trace(TARGET, { signal: controller.signal });
      for await (const event of running) if (event.event === 'hop') break;
      if (by === 'abort') running.abort();
      else controller.abort();
      const result = await running.result;
      expect(result).toMatchObject({ outcome: 'aborted', error: { code: 'ABORTED' } });
      expect(path(result)[0]).toBe(thrice(ROUTERS[0] ?? ''));
    }
  });

  test('by a signal that is aborted before it began gives a result too', async () => {
    await using engine = new TraceEngine(createLine(LINE), { seed: 1 });
    const result = await engine.trace(TARGET, { signal: AbortSignal.abort() }).result;
    expect(result).toMatchObject({ outcome: 'aborted', hops: [], probesSent: 0 });
  });

  test('by close ends all with shutdown, and nothing can be traced any more', async () => {
    const engine = new TraceEngine(createLine({ ...LINE, routers: Array(30).fill(null) }), { seed: 1 });
    const running = [engine.trace(TARGET), engine.trace('192.0.2.10')];
    await new Promise(setImmediate);
    await engine.close();
    await engine.close();
    for (const { result } of running)
      expect(await result).toMatchObject({ outcome: 'shutdown', error: { message: 'Session shutdown' } });
    expect(() => engine.trace(TARGET)).toThrow('the engine is closed');
  });

  test('by a transport that breaks keeps what was learned', async () => {
    const line = createLine({ ...LINE, routers: [...ROUTERS, ...Array(30).fill(null)] });
    await using engine = new TraceEngine(line, { seed: 1 });
    const running = engine.trace(TARGET);
    for await (const event of running) if (event.event === 'hop') break;
    line.listener()?.broken({ code: 'ENETDOWN', message: 'the network is down' });
    expect(await running.result).toMatchObject({ outcome: 'failed', error: { code: 'ENETDOWN' }, lastTtl: 1 });
  });

  test('by a transport that does not open or knows no way is an outcome', async () => {
    const closed = {
      ...createLine(LINE),
      open: () => Promise.reject(Object.assign(new Error('not permitted'), { code: 'EPERM' })),
    };
    const result = await new TraceEngine(closed, { seed: 1 }).trace(TARGET).result;
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'EPERM', message: 'not permitted' }, hops: [] });
    for (const reason of [new Error('no route'), 'no route']) {
      const lost = { ...createLine(LINE), sourceFor: () => Promise.reject(reason) };
      const error = { code: 'FAILED', message: 'no route' };
      const failed = { outcome: 'failed', error, source: '0.0.0.0', probesSent: 0 };
      expect(await new TraceEngine(lost, { seed: 1 }).trace(TARGET).result).toMatchObject(failed);
    }
  });

  test('by abort ends one trace, and not the others', async () => {
    await using engine = new TraceEngine(createLine(LINE), { seed: 1 });
    const [aborted, other] = [engine.trace(TARGET), engine.trace(TARGET, { source: '10.0.0.7' })];
    for await (const { event } of other) if (event === 'sent') break;
    aborted.abort();
    aborted.abort();
    expect(await aborted.result).toMatchObject({ outcome: 'aborted', source: '10.0.0.1' });
    expect(await other.result).toMatchObject({ outcome: 'reached', source: '10.0.0.7' });
  });

  test('before its way is known shows the source that was asked for', async () => {
    await using engine = new TraceEngine(createLine(LINE), { seed: 1 });
    const trace = engine.trace(TARGET, { source: '10.0.0.7' });
    trace.abort();
    expect((await trace.result).source).toBe('10.0.0.7');
    const nowhere = engine.trace(TARGET);
    nowhere.abort();
    expect((await nowhere.result).source).toBe('0.0.0.0');
  });

  test('by a signal is listened for as long as the trace runs, and no longer', async () => {
    const listeners = new Set<() => void>();
    const signal = {
      aborted: false,
      addEventListener: (_: string, listener: () => void) => void listeners.add(listener),
      removeEventListener: (type: string, listener: () => void) =>
        void (type === 'abort' && listeners.delete(listener)),
    };
    await using engine = new TraceEngine(createLine(LINE), { seed: 1 });
    const { result } = engine.trace(TARGET, { signal });
    expect(listeners.size).toBe(1);
    await result;
    await new Promise(setImmediate);
    expect(listeners.size).toBe(0);
  });

  test('by close closes the transport once, as its disposal does', async () => {
    const line = createLine(LINE);
    let closed = 0;
    const counting = { ...line, close: async () => void closed++ };
    const engine = new TraceEngine(counting, { seed: 1 });
    await engine[Symbol.asyncDispose]();
    expect(closed).toBe(1);
    await engine.close();
    expect(closed).toBe(1);
  });
});

describe('many traces', () => {
  test('run at once, each to its own result, within the budget', async () => {
    const line = createLine({ target: TARGET, routers: ROUTERS });
    await using engine = new TraceEngine(line, { seed: 1, rate: 500, perDestination: 4 });
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, i) => engine.trace(`192.0.2.${1 + (i % 10)}`).result),
    );
    for (const result of results) expect(result).toMatchObject({ outcome: 'reached', foreign: 0, ambiguous: 0 });
    const gaps = line.sent.slice(1).map(({ at }, i) => at - (line.sent[i]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2e6);
  });
});

test('source ports are drawn from those that systems draw from, low and high', async () => {
  await using engine = new TraceEngine(createLine(LINE), { seed: 1 });
  const drawn = Array.from({ length: 200 }, async () => {
    const trace = engine.trace(TARGET);
    trace.abort();
    return Number((await trace.result).options.sourcePort);
  });
  const ports = (await Promise.all(drawn)).sort((a, b) => a - b);
  expect(ports[0]).toBeGreaterThanOrEqual(32_768);
  expect(ports[20]).toBeLessThan(40_000);
  expect(ports[180]).toBeGreaterThan(54_000);
  expect(ports[199]).toBeLessThan(61_000);
});

describe('a refusal names what is wrong', () => {
  test.each<[string, string | Uint8Array, TraceOptions]>([
    ['target is "010.0.0.1", must be an IPv4 or IPv6 address', '010.0.0.1', {}],
    ['target is undefined, must be an IPv4 or IPv6 address', undefined as unknown as string, {}],
    ['target is 5 bytes, must be the 4 or 16 bytes of an address', new Uint8Array(5), {}],
    ['maxTtl is 0, must be a whole number from 1 to 255', TARGET, { maxTtl: 0 }],
  ])('%s', async (message, target, options) => {
    await using engine = new TraceEngine(createLine(LINE), { seed: 1 });
    expect(() => engine.trace(target, options)).toThrow(new RangeError(message));
  });

  test('what a transport does not carry too', async () => {
    const line = createLine(LINE);
    const capabilities = { ...line.capabilities, families: [4], protocols: ['udp'] } as const;
    await using engine = new TraceEngine({ ...line, capabilities }, { seed: 1 });
    expect(() => engine.trace('2001:db8::9')).toThrow(new RangeError('the transport line carries no IPv6'));
    expect(() => engine.trace(TARGET, { method: 'tcp' })).toThrow(new RangeError('the transport line carries no tcp'));
    expect((await engine.trace(TARGET, { method: 'udp-classic' }).result).outcome).toBe('reached');
  });

  test.each<[Partial<EngineOptions>, string]>([
    [{ seed: 0.5 }, 'seed is 0.5, must be a whole number or 32 hexadecimal digits'],
    [{ seed: 'a word' }, 'seed is "a word", must be a whole number or 32 hexadecimal digits'],
    [{ rate: 0 }, 'rate is 0, must be a finite number above 0'],
    [{ rate: Number.POSITIVE_INFINITY }, 'rate is Infinity, must be a finite number above 0'],
    [{ rate: '5' } as unknown as EngineOptions, 'rate is "5", must be a finite number above 0'],
    [{ perDestination: 0 }, 'perDestination is 0, must be a whole number from 1 on'],
    [{ maxInFlight: 1.5 }, 'maxInFlight is 1.5, must be a whole number from 1 on'],
    [{ linger: -1 }, 'linger is -1, must be a finite number from 0 on'],
    [{ linger: Number.NaN }, 'linger is NaN, must be a finite number from 0 on'],
  ])('also of the engine: %o', (wrong, message) => {
    expect(() => new TraceEngine(createLine(LINE), { seed: 1, ...wrong })).toThrow(new RangeError(message));
  });

  test('an option of the engine that there is none of, and none at all', () => {
    for (const option of ['parallel', 'toString']) {
      const wrong = { seed: 1, [option]: 5 } as EngineOptions;
      expect(() => new TraceEngine(createLine(LINE), wrong)).toThrow(new TypeError(`there is no option ${option}`));
    }
    const none = undefined as unknown as EngineOptions;
    expect(() => new TraceEngine(createLine(LINE), none)).toThrow(/^an engine wants options/);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Method, TraceResult } from '../result.js';
import type { TraceOptions } from '../trace-options.js';
import { TraceEngine } from './engine.js';
import type { TraceEvent } from './events.js';
import { createLine, type Line } from './line.fixture.js';

const TARGET = '192.0.2.9';

/** A line some of whose routers are silent, and what becomes of each probe on it. */
const anyLine: fc.Arbitrary<Line> = fc
  .record({
    answering: fc.array(fc.boolean(), { maxLength: 12 }),
    fates: fc.array(
      fc.record({
        lost: fc.boolean(),
        delay: fc.constantFrom(0, 0, 3, 40, 900, 5000),
        copies: fc.constantFrom(1, 1, 1, 2),
      }),
      { minLength: 1, maxLength: 50 },
    ),
  })
  .map(({ answering, fates }) => ({
    target: TARGET,
    routers: answering.map((answers, i) => (answers ? `198.51.100.${1 + i}` : null)),
    fate: (number) => fates[number % fates.length] ?? {},
  }));

const anyOptions: fc.Arbitrary<TraceOptions> = fc.record({
  method: fc.constantFrom<Method>('udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp'),
  maxTtl: fc.integer({ min: 1, max: 20 }),
  queries: fc.integer({ min: 1, max: 4 }),
  parallel: fc.constantFrom(1, 4, 16, 100),
  gap: fc.constantFrom(0, 0, 2, 5),
  wait: fc.constantFrom(20, 1000, 3000),
  interval: fc.constantFrom(0, 0, 7),
});

interface Run {
  readonly result: TraceResult;
  readonly events: readonly TraceEvent[];
  readonly sent: readonly { readonly at: number; readonly ttl: number }[];
}

async function run(line: Line, options: TraceOptions, seed = 1): Promise<Run> {
  const transport = createLine(line);
  await using engine = new TraceEngine(transport, { seed });
  const trace = engine.trace(TARGET, options);
  const events: TraceEvent[] = [];
  for await (const event of trace) events.push(event);
  return { result: await trace.result, events, sent: transport.sent };
}

test('whatever is lost, late or doubled, no address stands at a TTL where the network has not got it', async () => {
  await fc.assert(
    fc.asyncProperty(anyLine, anyOptions, async (line, options) => {
      const { result } = await run(line, options);
      for (const { ttl, probes } of result.hops) {
        const there = line.routers[ttl - 1] ?? (ttl > line.routers.length ? TARGET : null);
        for (const probe of probes) if ('address' in probe) expect(probe.address).toBe(there);
      }
      expect(result).toMatchObject({ foreign: 0, ambiguous: 0 });
    }),
    { numRuns: 150 },
  );
});

test('every probe that was sent is in exactly one state, and hops have no holes', async () => {
  await fc.assert(
    fc.asyncProperty(anyLine, anyOptions, async (line, options) => {
      const { result, events, sent } = await run(line, options);
      expect(result.probesSent).toBe(events.filter(({ event }) => event === 'sent').length);
      expect(result.probesSent).toBe(sent.length);
      expect(result.hops.map(({ ttl }) => ttl)).toEqual(result.hops.map((_, i) => 1 + i));
      for (const { probes } of result.hops) {
        expect(probes.map(({ attempt }) => attempt)).toEqual(probes.map((_, i) => 1 + i));
        if (result.outcome !== 'aborted') expect(probes).toHaveLength(options.queries ?? 3);
        for (const { status } of probes) expect(['replied', 'late', 'timeout']).toContain(status);
      }
    }),
    { numRuns: 100 },
  );
});

test('hops are told once each and in order, replies agree with the result, and the end is the last word', async () => {
  await fc.assert(
    fc.asyncProperty(anyLine, anyOptions, async (line, options) => {
      const { result, events } = await run(line, options);
      const told = events.flatMap((event) => (event.event === 'hop' ? [event.hop.ttl] : []));
      expect(told).toEqual(told.map((_, i) => 1 + i));
      expect(told.length).toBeGreaterThanOrEqual(result.hops.length);
      const answers = events.flatMap((event) => (event.event === 'reply' || event.event === 'late' ? [event] : []));
      const shown = result.hops.flatMap(({ ttl, probes }) =>
        probes.filter(({ status }) => status !== 'timeout').map((probe) => ({ ttl, probe })),
      );
      for (const { ttl, probe } of shown) {
        const answer = answers.filter((event) => event.ttl === ttl && event.probe.attempt === probe.attempt);
        expect(answer).toHaveLength(1);
        expect(answer[0]?.probe).toMatchObject({ status: probe.status, rtt: 'rtt' in probe ? probe.rtt : null });
      }
      expect(events.at(-1)).toMatchObject({ event: 'end', result });
    }),
    { numRuns: 100 },
  );
});

test('never more probes are in flight than allowed, nor closer together', async () => {
  const fewOrMany = fc.constantFrom(2, 5, 1000);
  await fc.assert(
    fc.asyncProperty(
      ...([anyLine, anyOptions, fc.constantFrom(50, 1000, 100_000), fewOrMany] as const),
      async (line, drawn, rate, perDestination) => {
        const transport = createLine(line);
        await using engine = new TraceEngine(transport, { seed: 1, rate, perDestination });
        const options = { ...drawn, waitHere: 0, waitNear: 0 };
        const events: TraceEvent[] = [];
        for await (const event of engine.trace(TARGET, options)) events.push(event);
        const most = Math.min(options.parallel ?? 16, perDestination);
        expect(Math.max(...inFlight(events, options.wait ?? 3000))).toBeLessThanOrEqual(most);
        const gaps = transport.sent.slice(1).map(({ at }, i) => at - (transport.sent[i]?.at ?? 0));
        for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(Math.max(1e9 / rate, (options.interval ?? 0) * 1e6));
      },
    ),
    { numRuns: 60 },
  );
});

/** How many probes were in flight when each was sent: until their answer, or as long as they were waited for. */
function inFlight(events: readonly TraceEvent[], wait: number): readonly number[] {
  const rtts = new Map(
    events.flatMap((event) =>
      event.event === 'reply' || event.event === 'late'
        ? [[`${event.ttl} ${event.probe.attempt}`, event.probe.rtt ?? wait]]
        : [],
    ),
  );
  const flights = events.flatMap((event) => {
    if (event.event !== 'sent') return [];
    const time = Math.min(wait, rtts.get(`${event.ttl} ${event.attempt}`) ?? wait);
    return [{ from: Math.round(event.sentAt * 1e6), until: Math.round((event.sentAt + time) * 1e6) }];
  });
  return flights.map(({ from }, i) => flights.slice(0, i + 1).filter(({ until }) => until > from).length);
}

test('the same seed gives the same events', async () => {
  await fc.assert(
    fc.asyncProperty(anyLine, anyOptions, fc.integer(), async (line, options, seed) => {
      expect((await run(line, options, seed)).events).toEqual((await run(line, options, seed)).events);
    }),
    { numRuns: 40 },
  );
});

test('aborted at any event, a trace has a result with all so far, and time has nothing left to do for it', async () => {
  await fc.assert(
    fc.asyncProperty(anyLine, anyOptions, fc.nat({ max: 60 }), async (line, options, when) => {
      const transport = createLine(line);
      const engine = new TraceEngine(transport, { seed: 1 });
      const trace = engine.trace(TARGET, options);
      let seen = 0;
      for await (const _ of trace) if (seen++ === when) trace.abort();
      const result = await trace.result;
      if (result.outcome === 'aborted') expect(result.error?.code).toBe('ABORTED');
      await engine.close();
      const stopped = transport.clock.now();
      transport.clock.wake(stopped + 1e12, () => {});
      await new Promise((resolve) => transport.clock.wake(stopped + 2e12, () => resolve(null)));
      expect(await trace.result).toBe(result);
    }),
    { numRuns: 80 },
  );
});

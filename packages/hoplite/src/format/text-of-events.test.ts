import { TraceEngine, type TraceEvent, type TraceOptions } from '@hoplite/engine';
import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { network } from '../network.fixture.js';
import { formatText, textOfEvents } from './text.js';
import { hop, reply, silence, trace } from './traces.fixture.js';

/** The fixture's line with more or less luck: links lose and double packets, routers are silent, the target may refuse. */
const anyNetwork: fc.Arbitrary<TopologyInit> = fc
  .array(
    fc.record({
      loss: fc.constantFrom(0, 0, 0.3),
      duplication: fc.constantFrom(0, 0.5),
      jitter: fc.constantFrom(0, 2),
    }),
    { minLength: 4, maxLength: 4 },
  )
  .map((luck) => ({ ...network, links: network.links.map((link, index) => ({ ...link, ...luck[index] })) }));

/** None shortens a wait, and no way is as long as one: no answer is late. */
const anyOptions: fc.Arbitrary<TraceOptions> = fc.record({
  maxTtl: fc.integer({ min: 1, max: 12 }),
  queries: fc.integer({ min: 1, max: 4 }),
  parallel: fc.constantFrom(1, 3, 16),
  gap: fc.constantFrom(0, 2),
  timeout: fc.constantFrom(0, 0, 5, 1500),
  method: fc.constantFrom('udp', 'udp-classic', 'icmp', 'tcp'),
  wait: fc.constant(1000),
  waitHere: fc.constant(0),
  waitNear: fc.constant(0),
});

async function eventsOf(topology: TopologyInit, target: string, options: TraceOptions, seed: number, abortAt: number) {
  await using engine = new TraceEngine(createSimTransport(topology, { seed }), { seed });
  const running = engine.trace(target, options);
  const events: TraceEvent[] = [];
  for await (const event of running) if (events.push(event) === abortAt) running.abort();
  return { events, result: await running.result };
}

describe('the text of a trace that runs', () => {
  it('is in the end the text of its result, where no answer is late', async () => {
    const anyTarget = fc.constantFrom('10.0.4.2', '2001:db8::4:2', '192.0.2.1');
    const anyAbort = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 }));
    await fc.assert(
      fc.asyncProperty(
        anyNetwork,
        anyTarget,
        anyOptions,
        fc.nat(),
        anyAbort,
        async (net, target, options, seed, at) => {
          const { events, result } = await eventsOf(net, target, options, seed, at);
          const text = { numeric: seed % 2 === 0, extensions: true, back: true };
          expect(events.map(textOfEvents(text)).join('')).toBe(formatText(result, text));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('has each hop as soon as it is decided', async () => {
    const { events } = await eventsOf(network, '10.0.4.2', { queries: 1, parallel: 1 }, 1, 0);
    const text = textOfEvents({ numeric: true });
    const printed = events.map((event) => [event.event, text(event)]);
    expect(printed.filter(([, added]) => added !== '')).toEqual([
      ['start', 'traceroute to 10.0.4.2 (10.0.4.2), 32 hops max, 68 byte packets\n'],
      ['hop', ' 1  10.0.1.2  2.000 ms\n'],
      ['hop', ' 2  *\n'],
      ['hop', ' 3  10.0.3.2  6.000 ms\n'],
      ['hop', ' 4  10.0.4.2  8.000 ms\n'],
    ]);
  });

  it('keeps the star of an answer that came after its hop was printed', () => {
    const text = textOfEvents({ numeric: true });
    const common = { v: 1, trace: 1, target: '10.6.0.2' } as const;
    const result = trace([hop(1, reply('10.1.0.1', 4000, { status: 'late' }))], {
      outcome: 'max-ttl',
      answeredBy: null,
    });
    expect(text({ ...common, event: 'hop', hop: hop(1, silence) })).toBe(' 1  *\n');
    expect(text({ ...common, event: 'end', result })).toBe('');
  });
});

import type { EngineOptions, Method, TraceRequest, TraceResult } from '@hoplite/engine';
import { topology } from '@hoplite/testing';
import { createSimTransport } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inLumps } from './lumps.fixture.js';
import { runTraces, type Seen } from './recording.fixture.js';

const anyLump = fc.constantFrom(1, 50, 400);
const anyFamily = fc.constantFrom<4 | 6>(4, 6);
const anyOptions = fc.record({
  method: fc.constantFrom<Method>('udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp'),
  maxTtl: fc.integer({ min: 1, max: 14 }),
  queries: fc.integer({ min: 1, max: 4 }),
  gap: fc.constantFrom(0, 0, 3),
});

interface Run {
  readonly topology: Parameters<typeof createSimTransport>[0];
  readonly target: string;
  readonly options: TraceRequest;
  readonly seed: number;
  readonly engine?: Partial<EngineOptions>;
  readonly since?: number;
}

/** The same trace by a program that is never busy, and by one that from some instant on sees to it only so often. */
async function twice(
  lump: number,
  { topology: network, target, options, seed, engine = {}, since = 0 }: Run,
): Promise<[Seen, Seen]> {
  const asked = [{ target, options }];
  const prompt = await runTraces(renamed(createSimTransport(network, { seed })), asked, { seed, ...engine });
  const busy = await runTraces(inLumps(createSimTransport(network, { seed }), lump, since), asked, { seed, ...engine });
  return [prompt, busy];
}

/** By the name and stamps that `inLumps` gives, so that nothing but time differs. */
function renamed(transport: ReturnType<typeof createSimTransport>): ReturnType<typeof createSimTransport> {
  return Object.assign(transport, { name: 'lumps', timestamps: 'kernel' });
}

test('a program that blocks its event loop once all is sent sees the same events and the same result', async () => {
  const chancy = topology({ habits: true, chances: true });
  const impatient = fc.record({
    wait: fc.constantFrom(20, 300, 3000),
    waitHere: fc.constantFrom(0, 1, 3),
    waitNear: fc.constantFrom(0, 1, 10),
    timeout: fc.constantFrom(0, 0, 70, 900),
  });
  // One probe a nanosecond: all are on their way when it gets busy.
  const atOnce = { engine: { rate: 1e9, perDestination: 1000 }, since: 1000 };
  await fc.assert(
    fc.asyncProperty(
      ...([chancy, anyFamily, anyOptions, impatient, anyLump, fc.nat()] as const),
      async ({ topology: network, destination }, family, options, waits, lump, seed) => {
        const run = { topology: network, target: destination[family], seed, ...atOnce };
        const [prompt, busy] = await twice(lump, { ...run, options: { ...options, ...waits, parallel: 1000 } });
        expect(busy).toEqual(prompt);
      },
    ),
    { numRuns: 80 },
  );
});

test('one that blocks it all the time sends later, and finds the same hops, responders and round trips', async () => {
  const certain = topology({ habits: true });
  const patient = { waitHere: 0, waitNear: 0 };
  await fc.assert(
    fc.asyncProperty(
      ...([certain, anyFamily, anyOptions, fc.constantFrom(1, 4, 16), anyLump, fc.nat()] as const),
      async ({ topology: network, destination }, family, options, parallel, lump, seed) => {
        const run = { topology: network, target: destination[family], seed };
        // With several in flight, whether a gap is seen before the end behind it depends on what was sent by then.
        const gap = parallel === 1 ? options.gap : 0;
        const [prompt, busy] = await twice(lump, { ...run, options: { ...options, ...patient, parallel, gap } });
        expect(busy.results.map(whatTheNetworkSays)).toEqual(prompt.results.map(whatTheNetworkSays));
      },
    ),
    { numRuns: 60 },
  );
});

/** A result without the instants, and without what came, or was sent, once the end was known. */
function whatTheNetworkSays({
  outcome,
  annotation,
  error,
  lastTtl,
  answeredBy,
  foreign,
  ambiguous,
  notices,
  hops,
}: TraceResult) {
  const timeless = hops.map(({ ttl, probes }) => ({
    ttl,
    probes: probes.map((probe) => ({ ...probe, sentAt: null, duplicates: null })),
  }));
  return { outcome, annotation, error, lastTtl, answeredBy, foreign, ambiguous, notices, hops: timeless };
}

import { decodeDatagram } from '@hoplite/codec';
import { type CapturePacket, type EngineOptions, TraceEngine, type TraceResult } from '@hoplite/engine';
import { createSimTransport, type SimTransport } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packetsOf } from './core/layout.fixture.js';
import { inLumps } from './lumps.fixture.js';
import { readTraces } from './read-traces.js';
import { record } from './record.js';
import { type Asked, anyAsked, anyLine, memoryFile, recordTraces } from './recording.fixture.js';

const several = fc.array(anyAsked, { minLength: 1, maxLength: 3 });

describe('a run that is read back from its recording', () => {
  test('is the run, in every field: over generated networks, by every method, several traces at once', async () => {
    await fc.assert(
      fc.asyncProperty(anyLine, several, fc.nat(), async (line, traces, seed) => {
        const about = { engine: { seed }, traces: traces.map(named) };
        const { results, file } = await recordTraces(createSimTransport(line, { seed }), about.traces, about);
        expect((await readAll(file)).map(withoutFrames)).toEqual(inOrder(results));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('is the run also where the program was busy', async () => {
    await fc.assert(
      fc.asyncProperty(anyLine, several, fc.constantFrom(1, 50, 400), fc.nat(), async (line, traces, lump, seed) => {
        const about = { engine: { seed }, traces };
        const live = inLumps(createSimTransport(line, { seed }), lump);
        const { results, file } = await recordTraces(live, traces, about);
        expect((await readAll(file)).map(withoutFrames)).toEqual(inOrder(results));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('is the run also where traces of it were aborted, and the engine was closed on the others', async () => {
    const anyEnd = fc.array(fc.nat(200), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anyLine, several, anyEnd, fc.nat(), async (line, traces, ends, seed) => {
        const { results, file } = await interruptedRun(createSimTransport(line, { seed }), traces, ends, { seed });
        expect((await readAll(file)).map(withoutFrames)).toEqual(inOrder(results));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

test('the frames of a trace that is read back are those of its probes and answers', async () => {
  await fc.assert(
    fc.asyncProperty(anyLine, several, fc.nat(), async (line, traces, seed) => {
      const { file } = await recordTraces(createSimTransport(line, { seed }), traces, { engine: { seed }, traces });
      const packets = new Map(packetsOf(file).map((packet) => [packet.number, packet]));
      for (const { hops, address } of await readAll(file)) {
        for (const { ttl, probe } of hops.flatMap(({ ttl, probes }) => probes.map((probe) => ({ ttl, probe })))) {
          const sent = packets.get(probe.frames?.probe ?? 0);
          expect(seenIn(sent)).toMatchObject({ destination: address, ttl });
          const reply = packets.get(probe.frames?.reply ?? 0);
          expect(reply !== undefined).toBe('rtt' in probe);
          if (!('rtt' in probe)) continue;
          expect(seenIn(reply)).toMatchObject({ source: probe.address, ttl: probe.replyTtl });
          expect(((reply?.at ?? 0) - (sent?.at ?? 0)) / 1e6).toBe(probe.rtt);
        }
      }
    }),
    { numRuns: 60 },
  );
});

/** What the IP header of a packet says. */
function seenIn(packet: CapturePacket | undefined): unknown {
  const decoded = decodeDatagram(packet?.frame ?? new Uint8Array(0));
  if (!decoded.ok) throw new Error(decoded.failure.reason);
  const { ip } = decoded.value;
  const ttl = 'ttl' in ip ? ip.ttl : ip.hopLimit;
  return { source: ip.source, destination: ip.destination, ttl };
}

/**
 * Each trace is aborted, and the engine closed, after so many milliseconds, at instants at which nothing else happens:
 * whether a deadline or somebody's hand came first at the same one, no recording says.
 */
async function interruptedRun(
  sim: SimTransport,
  asked: readonly Asked[],
  ends: readonly number[],
  engineOptions: EngineOptions,
): Promise<{ readonly results: readonly TraceResult[]; readonly file: Uint8Array }> {
  const file = memoryFile();
  const engine = new TraceEngine(record(sim, file, { engine: engineOptions, traces: asked }), engineOptions);
  const traces = asked.map(({ target, options }) => engine.trace(target, options));
  const [end = 0, ...aborts] = ends;
  for (const [index, trace] of traces.entries()) sim.clock.wake((aborts[index] ?? 0) * 1e6 + 1, () => trace.abort());
  await new Promise<void>((resolve) => sim.clock.wake(end * 1e6 + 2, resolve));
  await engine.close();
  return { results: await Promise.all(traces.map(({ result }) => result)), file: file.bytes() };
}

function named(asked: Asked, index: number): Asked & { readonly name: string } {
  const name = `host${index}.example`;
  return { ...asked, name, options: { ...asked.options, name } };
}

async function readAll(file: Uint8Array): Promise<readonly TraceResult[]> {
  const found: TraceResult[] = [];
  const options = {
    onNotice: ({ text }: { text: string }) => {
      throw new Error(text);
    },
  };
  for await (const trace of readTraces(file, options)) found.push(trace);
  return found;
}

function inOrder(results: readonly TraceResult[]): readonly TraceResult[] {
  return [...results].sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
}

/** A run that is no capture's has no frames. */
function withoutFrames(trace: TraceResult): TraceResult {
  const hops = trace.hops.map(({ ttl, probes }) => ({ ttl, probes: probes.map((one) => ({ ...one, frames: null })) }));
  return { ...trace, hops };
}

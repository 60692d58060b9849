import { PassThrough } from 'node:stream';
import { decodeDatagram } from '@hoplite/codec';
import {
  type CapturePacket,
  type EngineOptions,
  type Hop,
  type ProbeResult,
  TraceEngine,
  type TraceRequest,
  type TraceResult,
  type Transport,
} from '@hoplite/engine';
import {
  createSimTransport,
  type LinkInit,
  type NodeInit,
  type SimTransport,
  type TopologyInit,
} from '@hoplite/transport-sim';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatenate } from './core/concatenate.js';
import { packetsOf } from './core/layout.fixture.js';
import { createCaptureReader } from './core/reader.js';
import { readTracesFrom } from './core/reading/read-traces.js';
import type { RecordingAbout } from './core/recording/about.js';
import { inLumps } from './lumps.fixture.js';
import { readTraces } from './read-traces.js';
import { inOrder, reading, readWell, rewritten, withoutFrames } from './reading.fixture.js';
import { record } from './record.js';
import { type Asked, anyAsked, anyLine, memoryFile, recordTraces, TARGET, tracesIn } from './recording.fixture.js';

const several = fc.array(anyAsked, { minLength: 1, maxLength: 3 });

describe('a run that is read back from its recording', () => {
  test('is the run, in every field: over generated networks, by every method, several traces at once', async () => {
    await fc.assert(
      fc.asyncProperty(anyLine, several, fc.nat(), async (line, traces, seed) => {
        const about = { engine: { seed }, traces: traces.map(named) };
        const { results, file } = await recordTraces(createSimTransport(line, { seed }), about.traces, about);
        expect((await readWell(file)).map(withoutFrames)).toEqual(inOrder(results));
      }),
      { numRuns: 60 },
    );
  });

  test('is the run also where the program was busy', async () => {
    await fc.assert(
      fc.asyncProperty(anyLine, several, fc.constantFrom(1, 50, 400), fc.nat(), async (line, traces, lump, seed) => {
        const about = { engine: { seed }, traces };
        const live = inLumps(createSimTransport(line, { seed }), lump);
        const { results, file } = await recordTraces(live, traces, about);
        expect((await readWell(file)).map(withoutFrames)).toEqual(inOrder(results));
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, readonly NodeInit[], EngineOptions, TraceRequest]>([
    // The second probe, held back by the rate, leaves when the wait for the first is over, and its first answer is the end.
    ['answered twice', [SILENT, DOUBLING], { seed: 1, rate: 50 }, { maxTtl: 2, queries: 1, wait: 20 }],
    // The wait for the silent first hop is over, and as many probes leave at once as may.
    ['sent with another', [SILENT, {}, {}], { seed: 1 }, { maxTtl: 5, queries: 1, parallel: 2, wait: 20, waitNear: 0 }],
  ])('is the run also where a probe is %s at the very instant of a deadline', async (_, routers, engine, options) => {
    const traces = [{ target: TARGET, options }];
    const { results, file } = await recordTraces(inLumps(instantLine(routers), 20), traces, { engine, traces });
    expect((await readWell(file)).map(withoutFrames)).toEqual(results);
  });

  test('is the run also where traces of it were aborted, and the engine was closed on the others', async () => {
    const anyEnd = fc.array(fc.nat(200), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anyLine, several, anyEnd, fc.nat(), async (line, traces, ends, seed) => {
        const { results, file } = await interruptedRun(createSimTransport(line, { seed }), traces, ends, { seed });
        expect((await readWell(file)).map(withoutFrames)).toEqual(inOrder(results));
      }),
      { numRuns: 60 },
    );
  });
});

test('the frames of a trace that is read back are those of its probes and answers', async () => {
  await fc.assert(
    fc.asyncProperty(anyLine, several, fc.nat(), async (line, traces, seed) => {
      const { file } = await recordTraces(createSimTransport(line, { seed }), traces, { engine: { seed }, traces });
      const packets = new Map(packetsOf(file).map((packet) => [packet.number, packet]));
      for (const { hops, address } of await readWell(file)) {
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

describe('a recording that breaks off', () => {
  test('gives the traces that had ended, and of the others what they had learned, with no end known', async () => {
    let running = 0;
    // In thousandths: doubles as they are drawn gather at the two ends, where all traces are over or none has begun.
    const anyPart = fc.integer({ min: 100, max: 1000 });
    await fc.assert(
      fc.asyncProperty(anyLine, several, fc.nat(), anyPart, async (line, traces, seed, part) => {
        const about = { engine: { seed }, traces };
        const { results, file } = await recordTraces(createSimTransport(line, { seed }), traces, about);
        const found = await reading(file.subarray(0, Math.floor((file.length * part) / 1000)));
        expect(found.notices).toEqual([]);
        if (found.fault !== null) expect(found.fault).toMatchObject({ code: 'truncated' });
        for (const trace of found.traces) {
          const whole = results.find((one) => flowOf(one) === flowOf(trace));
          if (whole === undefined) throw new Error('nobody recorded it');
          if (trace.outcome !== 'unknown') {
            expect(withoutFrames(trace)).toEqual(whole);
            continue;
          }
          running++;
          expect(trace.error).toBe(null);
          for (const { ttl, probes } of trace.hops) {
            const then = whole.hops.find((hop) => hop.ttl === ttl)?.probes ?? [];
            for (const [index, probe] of then.slice(0, probes.length).entries()) {
              expect(learnedOf(probe)).toMatchObject(learnedOf(probes[index]));
            }
          }
        }
      }),
      { numRuns: 100 },
    );
    expect(running).toBeGreaterThan(20);
  });

  test('between two packets is no fault of the file', async () => {
    const traces = [{ target: TARGET }];
    const { file } = await recordTraces(createSimTransport(LINE), traces, { engine: { seed: 1 }, traces });
    const cut = rewritten(file, asIs, (packets) => packets.slice(0, -3));
    expect((await readWell(cut)).map(({ outcome }) => outcome)).toEqual(['unknown']);
  });
});

describe('a capture in which there is more than the run that its comment tells of', () => {
  const engine = { seed: 1 };
  const told = { target: TARGET, options: { method: 'icmp' as const } };
  const untold = { target: TARGET };

  test('gives the other traces of the program as any capture shows them', async () => {
    const about = { engine, traces: [told] };
    const { results, file } = await recordTraces(createSimTransport(LINE), [told, untold], about);
    const found = await readWell(file);
    expect(found.map(({ method, transport }) => [method, transport])).toEqual([
      ['icmp', 'sim'],
      ['udp', 'pcap'],
    ]);
    expect(found.map(withoutFrames)[0]).toEqual(results[0]);
    expect(found[1]?.hops.slice(0, 3).map(rttsOf)).toEqual(results[1]?.hops.map(rttsOf));
  });

  test.each([
    [29, 'surplus probes of the first, as a busy program sends them', ['sim']],
    [31, 'a trace of its own', ['sim', 'pcap']],
  ])('takes probes %d s later by the same way for %s', async (seconds, _, transports) => {
    const file = memoryFile();
    const sim = createSimTransport(LINE);
    await using running = new TraceEngine(record(sim, file, { engine, traces: [untold] }), engine);
    const { duration } = await running.trace(TARGET).result;
    const release = sim.clock.hold();
    const later = new Promise<void>((resolve) =>
      sim.clock.wake(sim.clock.now() + (seconds - duration / 1e3) * 1e9, resolve),
    );
    release();
    await later;
    await running.trace(TARGET).result;
    await running.close();
    expect((await readWell(file.bytes())).map(({ transport }) => transport)).toEqual(transports);
  });

  test('gives what somebody added to it, and another recording behind it', async () => {
    const first = await recordTraces(createSimTransport(LINE), [told], { engine, traces: [told] });
    const second = await recordTraces(createSimTransport(LINE), [untold], { engine, traces: [untold] });
    const found = await readWell(concatenate(first.file, second.file));
    expect(found.map(({ method, transport }) => [method, transport])).toEqual([
      ['icmp', 'sim'],
      ['udp', 'pcap'],
    ]);
    expect(found.map(({ hops }) => hops.slice(0, 3).map(rttsOf))).toEqual(
      [first, second].map(({ results }) => results[0]?.hops.map(rttsOf)),
    );
  });

  test.each([
    ['it says nothing of the run', {}],
    ['it names no trace', { engine }],
    ['it names no seed', { traces: [untold] }],
  ])('is read as any capture where %s', async (_, about) => {
    const { file } = await recordTraces(createSimTransport(LINE), [untold], about);
    expect(await readWell(file)).toEqual(await tracesIn(packetsOf(file)));
    expect(await readWell(file)).toHaveLength(1);
  });
});

test('a run whose transport did not open, or knew no way, is read back with the reason', async () => {
  const about = { engine: { seed: 1 }, traces: [{ target: '192.0.2.77' }] };
  const sim = createSimTransport(LINE);
  const shut: Transport = {
    ...sim,
    name: 'shut',
    clock: sim.clock,
    timestamps: 'virtual',
    capabilities: sim.capabilities,
    open: () => Promise.reject(Object.assign(new Error('no sockets'), { code: 'EPERM' })),
    close: () => sim.close(),
  };
  for (const transport of [createSimTransport(LINE), shut]) {
    const { results, file } = await recordTraces(transport, about.traces, about);
    expect(results[0]?.outcome).toBe('failed');
    expect(await readWell(file)).toEqual(results);
  }
});

test('packets whose bytes are borrowed are read as others are', async () => {
  const about = { engine: { seed: 1 }, traces: [{ target: TARGET }] };
  const { results, file } = await recordTraces(createSimTransport(LINE), about.traces, about);
  const reader = createCaptureReader();
  function* borrowed() {
    const buffer = new Uint8Array(0x1_0000);
    for (const packet of reader.push(file)) {
      buffer.fill(0xff).set(packet.frame);
      yield { ...packet, frame: buffer.subarray(0, packet.frame.length) };
    }
  }
  const found: TraceResult[] = [];
  for await (const trace of readTracesFrom(borrowed(), reader, setImmediate)) found.push(trace);
  expect(found.map(withoutFrames)).toEqual(results);
});

test('leaving the loop closes the stream that a recording or any other capture comes from', async () => {
  const traces = [{ target: TARGET }];
  const run = (about: RecordingAbout) => recordTraces(createSimTransport(LINE), traces, about);
  for (const about of [{}, { engine: { seed: 1 }, traces }]) {
    const stream = new PassThrough();
    stream.end((await run(about)).file);
    for await (const { address } of readTraces(stream)) {
      expect(address).toBe(TARGET);
      break;
    }
    expect(stream.destroyed).toBe(true);
  }
});

test('what ends the reading of a recording leaves what it held until then', async () => {
  const traces = [{ target: TARGET }];
  const { file } = await recordTraces(createSimTransport(LINE), traces, { engine: { seed: 1 }, traces });
  const stream = new PassThrough();
  const aborter = new AbortController();
  stream.write(file.subarray(0, file.length - 300));
  setImmediate(() => setImmediate(() => aborter.abort(new Error('enough'))));
  const outcomes: string[] = [];
  const read = async () => {
    for await (const { outcome } of readTraces(stream, { signal: aborter.signal })) outcomes.push(outcome);
  };
  await expect(read()).rejects.toThrow('enough');
  expect(outcomes).toEqual(['unknown']);
});

const LINE: TopologyInit = {
  from: 'pc',
  nodes: { pc: {}, r1: { kind: 'router' }, r2: { kind: 'router' }, target: {} },
  links: ['pc', 'r1', 'r2'].map((near, index) => ({
    ends: [
      { node: near, addresses: [`10.0.${97 + index}.1`] },
      { node: ['r1', 'r2', 'target'][index] ?? '', addresses: [`10.0.${97 + index}.2`] },
    ],
    latency: 5,
  })),
};

const SILENT: NodeInit = { errors: false };
const DOUBLING: NodeInit = { errors: { copies: 2 } };

/** Routers in a row, and then the target, from one to the next in no time. */
function instantLine(routers: readonly NodeInit[]): SimTransport {
  const nodes = {
    pc: {},
    ...Object.fromEntries(routers.map((node, index) => [`r${index}`, { kind: 'router' as const, ...node }])),
    target: {},
  };
  const names = Object.keys(nodes);
  const links = names.slice(1).map((far, index): LinkInit => {
    const place = far === 'target' ? 99 : index;
    const near = { node: names[index] ?? '', addresses: [`10.0.${place}.1`] };
    return { ends: [near, { node: far, addresses: [`10.0.${place}.2`] }], latency: 0 };
  });
  return createSimTransport({ from: 'pc', nodes, links });
}

function asIs<T>(given: T): T {
  return given;
}

/** By what several traces at once are told apart. */
function flowOf({ target, options, startedAt, hops }: TraceResult): string {
  return JSON.stringify([target, startedAt, options, hops[0]?.probes[0]?.identifier]);
}

/** What does not change any more once it is known. */
function learnedOf(probe: ProbeResult | undefined): object {
  if (probe === undefined) return {};
  const { sentAt, size } = probe;
  return 'rtt' in probe ? { sentAt, size, address: probe.address, rtt: probe.rtt } : { sentAt, size };
}

function rttsOf({ probes }: Hop): readonly (number | null)[] {
  return probes.map((probe) => ('rtt' in probe ? probe.rtt : null));
}

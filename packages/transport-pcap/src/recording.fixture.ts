import {
  type CapturePacket,
  type EngineOptions,
  extractTraces,
  type Method,
  TraceEngine,
  type TraceEvent,
  type TraceRequest,
  type TraceResult,
  type Transport,
} from '@hoplite/engine';
import type { LinkInit, NodeInit, TopologyInit } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { concatenate } from './core/concatenate.js';
import type { RecordingAbout } from './core/recording/about.js';
import { record } from './core/recording/record.js';
import type { RecordingWriter } from './core/recording/recording-log.js';

/** A file in memory. */
export interface MemoryFile extends RecordingWriter {
  readonly bytes: () => Uint8Array;
}

export function memoryFile(): MemoryFile {
  const parts: Uint8Array[] = [];
  return { write: (bytes) => void parts.push(bytes.slice()), bytes: () => concatenate(...parts) };
}

/** A trace to ask for. */
export interface Asked {
  readonly target: string;
  readonly options?: TraceRequest;
}

/** All that the users of traces could see of them. */
export interface Seen {
  readonly results: readonly TraceResult[];
  readonly events: readonly (readonly TraceEvent[])[];
}

/** Traces over a transport, all at once, to their ends. */
export async function runTraces(
  transport: Transport,
  asked: readonly Asked[],
  engineOptions: Partial<EngineOptions> = {},
): Promise<Seen> {
  await using engine = new TraceEngine(transport, { seed: 1, ...engineOptions });
  const traces = asked.map(({ target, options }) => engine.trace(target, options));
  const results = await Promise.all(traces.map(({ result }) => result));
  const events = await Promise.all(traces.map(eventsOf));
  return { results, events };
}

/** The same, recorded. */
export async function recordTraces(
  transport: Transport,
  asked: readonly Asked[],
  about: RecordingAbout = {},
): Promise<Seen & { readonly file: Uint8Array }> {
  const file = memoryFile();
  const seen = await runTraces(record(transport, file, about), asked, about.engine ?? {});
  return { ...seen, file: file.bytes() };
}

/** The traces in a capture, as anybody would find them. */
export async function tracesIn(packets: Iterable<CapturePacket>): Promise<TraceResult[]> {
  const found: TraceResult[] = [];
  for await (const trace of extractTraces(packets)) found.push(trace);
  return found;
}

/** Where the lines of `anyLine` end. */
export const TARGET = '10.0.99.2';
const TARGET6 = '2001:db8::99:2';

/** Routers in a row, each link and node with habits of its own. */
export const anyLine: fc.Arbitrary<TopologyInit> = fc
  .array(fc.record({ link: anyLink(), node: anyRouter() }), { maxLength: 7 })
  .chain((hops) => anyLink().map((last) => lineOf(hops, last)));

/** What may be asked of it. */
export const anyAsked: fc.Arbitrary<Asked> = fc.record({
  target: fc.constantFrom(TARGET, TARGET, TARGET6),
  options: fc.record({
    method: fc.constantFrom<Method>('udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp'),
    maxTtl: fc.integer({ min: 2, max: 14 }),
    queries: fc.integer({ min: 1, max: 4 }),
    parallel: fc.constantFrom(1, 4, 16, 100),
    gap: fc.constantFrom(0, 0, 3),
    wait: fc.constantFrom(20, 1000, 3000),
    interval: fc.constantFrom(0, 0, 7),
    timeout: fc.constantFrom(0, 0, 0, 60),
  }),
});

async function eventsOf(trace: AsyncIterable<TraceEvent>): Promise<TraceEvent[]> {
  const told: TraceEvent[] = [];
  for await (const event of trace) told.push(event);
  return told;
}

function anyLink(): fc.Arbitrary<Partial<LinkInit>> {
  return fc.record({
    latency: fc.constantFrom(0, 0.5, 3, 40),
    jitter: fc.constantFrom(0, 0, 2, 300),
    loss: fc.constantFrom(0, 0, 0.2),
    duplication: fc.constantFrom(0, 0, 0.3),
    reordering: fc.constantFrom(0, 0, 0.3),
  });
}

function anyRouter(): fc.Arbitrary<NodeInit> {
  return fc.record({
    kind: fc.constant<'router'>('router'),
    errors: fc.oneof(
      fc.constant(false),
      fc.record({
        interfaceInformation: fc.boolean(),
        loss: fc.constantFrom(0, 0, 0.3),
        copies: fc.constantFrom(1, 1, 2),
        quote: fc.record({
          length: fc.constantFrom<'minimum' | 'full'>('minimum', 'full'),
          totalLength: fc.constantFrom<'keep' | 'swap' | 'less-header'>('keep', 'swap', 'less-header'),
          identification: fc.constantFrom<'keep' | 'zero' | 'swap'>('keep', 'zero', 'swap'),
        }),
      }),
    ),
    tos: fc.constantFrom({}, { keep: 3 }),
  });
}

interface Hop {
  readonly link: Partial<LinkInit>;
  readonly node: NodeInit;
}

function lineOf(hops: readonly Hop[], last: Partial<LinkInit>): TopologyInit {
  const names = ['pc', ...hops.map((_, index) => `r${index + 1}`), 'target'];
  const nodes = names.map((name, index): [string, NodeInit] => [name, hops[index - 1]?.node ?? {}]);
  const links = names.slice(1).map((name, index): LinkInit => {
    const place = name === 'target' ? 99 : index + 1;
    return {
      ends: [
        { node: names[index] ?? '', addresses: [`10.0.${place}.1`, `2001:db8::${place}:1`] },
        { node: name, addresses: [`10.0.${place}.2`, `2001:db8::${place}:2`] },
      ],
      ...(hops[index]?.link ?? last),
    };
  });
  return { from: 'pc', nodes: Object.fromEntries(nodes), links };
}

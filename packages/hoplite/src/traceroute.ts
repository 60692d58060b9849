import type { AddressFamily } from '@hoplite/codec';
import {
  type EngineOptions,
  resolveOptions,
  type Seed,
  type Trace,
  TraceEngine,
  type TraceEvent,
  type TraceOptions,
  type TraceResult,
  type Transport,
} from '@hoplite/engine';
import { observed, publishTrace } from './diagnostics.js';
import { type LiveNeeds, openLive } from './live/open-live.js';
import type { LiveChoice } from './live/ways.js';
import { type NameService, ownNames, systemNames } from './name-service.js';
import { resolveTarget } from './resolve.js';
import { checkMeans, checkTarget } from './wrong-call.js';

/** What a trace may be told, and by what it is carried and named. */
export interface TracerouteOptions extends TraceOptions {
  /**
   * What carries the probes: of this trace alone, and closed at its end. Or which one to open. Default `auto`, the best
   * that this process may use.
   */
  readonly transport?: Transport | LiveChoice;
  /**
   * The interface by which all leaves and arrives, where a transport is opened; over one that came with the call, by which
   * probes leave. Default the one that the system routes by.
   */
  readonly interface?: string;
  /** The family of address that a host name is resolved to. Default any, IPv4 before IPv6. */
  readonly family?: AddressFamily;
  /** Where a host name is looked up. Default the transport's own names where it brings some, else the system's. */
  readonly names?: NameService;
  /** All random choices are drawn from it: a whole number or 32 hexadecimal digits. Default one that nobody can guess. */
  readonly seed?: Seed;
  /** Ends the trace with outcome `aborted`; before it has begun, `result` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A trace from the moment it is asked for. */
export interface Traceroute extends AsyncIterable<TraceEvent> {
  /**
   * All that was learned, whatever the outcome. Rejects where there is no trace at all: with `TargetError` for a target
   * that is no address and no name of one, `RangeError` or `TypeError` for an option, `NoTransportError` where this process
   * may send no probes, and with the signal's reason.
   */
  readonly result: Promise<TraceResult>;
  /** Ends it with outcome `aborted`. */
  abort(): void;
}

/**
 * Traces the path to a target: an address, its 4 or 16 bytes, or a host name. What keeps it from a trace rejects `result`, and
 * is thrown to who reads the events.
 */
export function traceroute(target: string | Uint8Array, options: TracerouteOptions = {}): Traceroute {
  const aborter = new AbortController();
  const running = begin(target, options, aborter.signal);
  const result = running.then(({ trace, engine }) => finish(trace, engine));
  // Who only reads the events hears of a failure there.
  result.catch(() => {});
  return {
    result,
    abort: () => aborter.abort(),
    async *[Symbol.asyncIterator]() {
      yield* (await running).trace;
    },
  };
}

/** A seed where none was given: 128 bits of the system's randomness. */
export function randomSeed(): Seed {
  // The global one: loading node:crypto takes five times as long.
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
}

interface Running {
  readonly trace: Trace;
  readonly engine: TraceEngine;
}

async function begin(target: string | Uint8Array, options: TracerouteOptions, own: AbortSignal): Promise<Running> {
  checkTarget(target);
  checkMeans(options);
  const { transport: given, interface: device, family, names, seed, signal: theirs, ...traceOptions } = options;
  const signal = theirs === undefined ? own : AbortSignal.any([theirs, own]);
  const transport = await transportFor(options);
  try {
    const resolution = { transport, family, signal, names: names ?? ownNames(transport) ?? systemNames(signal) };
    const address = typeof target === 'string' ? await resolveTarget(target, resolution) : target;
    signal.throwIfAborted();
    const engine = new TraceEngine(observed(transport), { ...paceFor(options), seed: seed ?? randomSeed() });
    const name = typeof target === 'string' ? { name: target } : {};
    const by = typeof given === 'object' && device !== undefined ? { interface: device } : {};
    const trace = engine.trace(address, { ...traceOptions, signal, ...name, ...by });
    void publishTrace(trace);
    return { trace, engine };
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** The transport that was given, or the one that was asked for, opened. */
export function transportFor({
  transport = 'auto',
  interface: device,
  ...options
}: TracerouteOptions): Promise<Transport> {
  const chosen = device === undefined ? {} : { interface: device };
  if (typeof transport === 'string') return openLive(transport, { ...chosen, ...needsOf(options) });
  return Promise.resolve(transport);
}

/** What a trace will ask of its transport. */
export function needsOf({
  method = 'udp',
  family,
}: TraceOptions & { readonly family?: AddressFamily | undefined }): LiveNeeds {
  return { protocol: resolveOptions(family ?? 4, { method }).method.protocol, family };
}

/** Probes a second of a live trace that is alone: its own `parallel` and `interval` hold it back, as those of traceroute(8). */
export const RATE_ALONE = 10_000;

/** A transport that came with the call may be a network of anybody's own: there the engine's own rate holds. */
function paceFor(options: TracerouteOptions): Omit<EngineOptions, 'seed'> {
  const isGiven = typeof options.transport === 'object';
  return { ...(isGiven ? {} : { rate: RATE_ALONE }), ...budgetFor(options) };
}

/** One destination may have as many probes in flight as its trace is told to have. */
export function budgetFor({ parallel = 16 }: TraceOptions): { readonly perDestination?: number } {
  return Number.isInteger(parallel) && parallel > 16 ? { perDestination: parallel } : {};
}

async function finish(trace: Trace, engine: TraceEngine): Promise<TraceResult> {
  const result = await trace.result;
  await engine.close();
  return result;
}

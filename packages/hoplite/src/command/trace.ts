import { closeSync, openSync } from 'node:fs';
import { type EngineOptions, type Trace, TraceEngine, type Transport } from '@hoplite/engine';
import { type RecordedTrace, type RecordingAbout, record } from '@hoplite/transport-pcap';
import { anySignal } from '../any-signal.js';
import { ExitStatus } from '../exit-status.js';
import type { TextOptions } from '../format/format.js';
import type { TraceFormatName } from '../format/index.js';
import type { Io } from '../io.js';
import { budgetFor } from '../traceroute.js';
import { UsageError } from '../usage-error.js';
import { complain } from './complain.js';
import { openOutput, refuseSameFile } from './open-output.js';
import { type Carrier, openTransport, type TransportChoice } from './open-transport.js';
import { printTraces } from './print-traces.js';
import { findTargets, NO_TARGET, readTargets } from './targets.js';
import { inFlags, type TraceFlags, traceOptions } from './trace-flags.js';
import { statusOf, worstStatus } from './trace-status.js';

export interface TraceCommandOptions extends TraceFlags, TextOptions {
  readonly transport?: TransportChoice;
  /** A file to record the run to. */
  readonly record?: string;
  /** A file of further targets. */
  readonly targets?: string;
  readonly seed?: number;
  readonly format: TraceFormatName;
  readonly output?: string;
}

/** `hoplite trace`: traces the path to every target, side by side, and prints each while it runs. */
export async function trace(given: readonly string[], options: TraceCommandOptions, world: Io): Promise<ExitStatus> {
  const io = { ...world, interrupt: anySignal(world.interrupt) };
  const names = [...given, ...(options.targets === undefined ? [] : await readTargets(options.targets, io))];
  const traced = traceOptions(options);
  if (options.transport === undefined) throw new UsageError(names.length === 0 ? NO_TARGET : NO_TRANSPORT);

  const carrier = await openTransport(options.transport, options.seed, io.interrupt);
  const targets = await findTargets(names, options, carrier, io);
  if (io.interrupt.aborted) return ExitStatus.interrupted;
  if (targets.length === 0) return ExitStatus.usage;

  const traces = targets.map((target) => ({ ...target, options: { ...target.options, ...traced } }));
  const about = { engine: { ...carrier.engine, ...budgetFor(traced) }, traces };
  const several = targets.length > 1 || names.length > 1 || options.targets !== undefined;
  const status = await run(about, carrier, { ...options, transport: options.transport, several }, io);
  return targets.length < names.length ? worstStatus([status, ExitStatus.usage]) : status;
}

const NO_TRANSPORT =
  'there is no live tracing yet: give --transport sim:FILE, a virtual network, or --transport pcap:FILE, a capture';

/** What is run: all that a recording says of it. */
interface Run extends RecordingAbout {
  readonly engine: EngineOptions;
  readonly traces: readonly RecordedTrace[];
}

type RunOptions = TraceCommandOptions & { readonly transport: TransportChoice; readonly several: boolean };

async function run(about: Run, { transport, names }: Carrier, options: RunOptions, io: Io): Promise<ExitStatus> {
  const output = openOutput(options.output, options.transport.file, io);
  await using engine = new TraceEngine(recorded(transport, options, about), about.engine);
  const traces = begin(engine, about.traces, anySignal(io.interrupt, output.ended));
  await printTraces(traces, { ...options, reverse: async (address) => names.reverse(address) }, output);
  await output.end();
  if (io.interrupt.aborted) return ExitStatus.interrupted;
  if (output.ended.aborted) return ExitStatus.ok;
  const results = await Promise.all(traces.map(({ result }) => result));
  for (const { target, error } of results) if (error !== null) complain(`${target}: ${error.message}`, io);
  return worstStatus(results.map(statusOf));
}

/** The transport that writes down what it does, where `--record` asks for it. */
function recorded(transport: Transport, options: RunOptions, about: Run): Transport {
  if (options.record === undefined) return transport;
  refuseSameFile('--record', options.record, options.transport.file);
  // A file that cannot be written is wrong usage; a recorder that finds it out is a transport that failed.
  closeSync(openSync(options.record, 'w'));
  return record(transport, options.record, about);
}

/** What the library refuses is wrong usage here. */
function begin(engine: TraceEngine, asked: readonly RecordedTrace[], signal: AbortSignal): readonly Trace[] {
  try {
    return asked.map(({ target, name = target, options }) => engine.trace(target, { ...options, name, signal }));
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(inFlags(error.message)) : error;
  }
}

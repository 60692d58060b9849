import { closeSync, openSync } from 'node:fs';
import { type EngineOptions, type Trace, TraceEngine, type TraceError, type Transport } from '@hoplite/engine';
import type { RecordedTrace, RecordingAbout } from '@hoplite/transport-pcap';
import { anySignal } from '../any-signal.js';
import { observed, publishTrace } from '../diagnostics.js';
import { ExitStatus } from '../exit-status.js';
import type { FormatOptions, TraceFormatName } from '../format/index.js';
import { loadFormat } from '../format/load.js';
import type { Io } from '../io.js';
import type { OriginLookup } from '../origins/open-origins.js';
import { type Progress, startProgress } from '../progress.js';
import { budgetFor, RATE_ALONE } from '../traceroute.js';
import { UsageError } from '../usage-error.js';
import { asUsage } from './as-usage.js';
import { complain } from './complain.js';
import { type DebugFlags, debugging } from './debug-flags.js';
import { networkNeeds } from './network-needs.js';
import { openOutput, refuseSameFile, refuseSharedFile } from './open-output.js';
import { type Carrier, openTransport, type TransportChoice } from './open-transport.js';
import { type OriginFlags, originLookup } from './origin-flags.js';
import { refuseForeignSource, refuseReservedPort } from './own-source.js';
import { printTraces } from './print-traces.js';
import { findTargets, NO_TARGET, readTargets } from './targets.js';
import { type TraceFlags, traceOptions } from './trace-flags.js';
import { statusOf, worstStatus } from './trace-status.js';
import { readZones, refuseNowhere } from './zones.js';

export interface TraceCommandOptions extends DebugFlags, OriginFlags, TraceFlags, FormatOptions {
  readonly transport?: TransportChoice;
  readonly interface?: string;
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
  const zoned = [...given, ...(options.targets === undefined ? [] : await readTargets(options.targets, io))];
  const { names, device } = readZones(zoned, options.interface);
  const traced = traceOptions(options);
  const { transport: choice = { kind: 'auto' } } = options;
  if (names.length === 0 && choice.kind !== 'pcap') throw new UsageError(NO_TARGET);
  if (!('file' in choice)) {
    refuseNowhere(names, device);
    if (traced.source !== undefined) await refuseForeignSource(traced.source, device);
  }

  const origins = await originLookup(options);
  const carrier = await openTransport(choice, options.seed, networkNeeds(device, options, traced), io.interrupt);
  await using _ = carrier.transport;
  if (!('file' in choice) && options.sport !== undefined) await refuseReservedPort(options.sport, carrier.transport);
  const targets = await findTargets(names, options, carrier, io);
  if (io.interrupt.aborted) return ExitStatus.interrupted;
  if (targets.length === 0) return ExitStatus.usage;

  const traces = targets.map((target) => ({ ...target, options: { ...target.options, ...traced } }));
  const pace = 'file' in choice || targets.length > 1 ? {} : { rate: RATE_ALONE };
  const about = { engine: { ...pace, ...budgetFor(traced), ...carrier.engine }, traces };
  const single = targets.length === 1 && names.length <= 1 && options.targets === undefined;
  const status = await run(
    about,
    carrier,
    { ...options, input: 'file' in choice ? choice.file : null, again: names.length === 0, single, origins },
    io,
  );
  return targets.length < names.length ? worstStatus([status, ExitStatus.usage]) : status;
}

/** What is run: all that a recording says of it. */
interface Run extends RecordingAbout {
  readonly engine: EngineOptions;
  readonly traces: readonly RecordedTrace[];
}

interface RunOptions extends TraceCommandOptions {
  readonly input: string | null;
  /** Whether the traces are those of a recording. */
  readonly again: boolean;
  readonly single: boolean;
  readonly origins: OriginLookup | null;
}

async function run(about: Run, carrier: Carrier, options: RunOptions, io: Io): Promise<ExitStatus> {
  const { transport, names } = carrier;
  const output = openOutput(options.output, options.input, io);
  using _ = await debugging(options, io);
  const format = await loadFormat(options.format);
  await using engine = new TraceEngine(observed(await recorded(transport, options, about)), about.engine);
  const signal = anySignal(io.interrupt, output.ended);
  const traces = await asUsage(() =>
    about.traces.map(({ target, name = target, options }) => engine.trace(target, { ...options, name, signal })),
  );
  if (options.again) carrier.onInterruption((trace) => traces[trace - 1]?.abort());
  const published = Promise.all(traces.map(publishTrace));
  using progress = progressOf(traces, io);
  output.beforeWrite(() => progress?.hide());
  await printTraces(traces, { ...options, format, reverse: async (address) => names.reverse(address) }, output);
  await output.end();
  await published;
  progress?.hide();
  if (io.interrupt.aborted) return ExitStatus.interrupted;
  if (output.ended.aborted) return ExitStatus.ok;
  const results = await Promise.all(traces.map(({ result }) => result));
  for (const { target, error, notices } of results) {
    // What was asked for by an option and is not so: text tells of no notices.
    for (const { text } of notices.filter(({ code }) => code === 'source-port')) complain(`${target}: ${text}`, io);
    if (error !== null) complain(`${target}: ${reason(error, options)}`, io);
  }
  return worstStatus(results.map(statusOf));
}

/** Where there are several: who waits for one sees its hops. */
function progressOf(traces: readonly Trace[], io: Io): Progress | null {
  if (traces.length < 2) return null;
  let ended = 0;
  const count = (): void => {
    ended += 1;
  };
  for (const { result } of traces) void result.then(count);
  return startProgress(() => `${ended} of ${traces.length} targets traced`, io);
}

function reason({ code, message }: TraceError, { source }: TraceFlags): string {
  return code === 'EADDRNOTAVAIL' && source !== undefined ? `-s ${source} is no address of this machine` : message;
}

/** The transport that writes down what it does, where `--record` asks for it. */
async function recorded(transport: Transport, options: RunOptions, about: Run): Promise<Transport> {
  if (options.record === undefined) return transport;
  refuseSameFile('--record', options.record, options.input);
  const { record } = await import('@hoplite/transport-pcap');
  // A file that cannot be written is wrong usage; a recorder that finds it out is a transport that failed.
  closeSync(openSync(options.record, 'w'));
  refuseSharedFile(options.record, options.output);
  return record(transport, options.record, about);
}

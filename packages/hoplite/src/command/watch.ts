import { type Method, TraceEngine, type TraceOptions, type Transport } from '@hoplite/engine';
import { observed } from '../diagnostics.js';
import { ExitStatus } from '../exit-status.js';
import { type FormatOptions, type TraceFormatName, traceFormats } from '../format/index.js';
import type { Io } from '../io.js';
import type { OriginLookup } from '../origins/open-origins.js';
import { UsageError } from '../usage-error.js';
import type { WatchedTarget } from '../watch/target-watch.js';
import { type Terminal, terminalOf } from '../watch/view/screen.js';
import { budgetOf, type Prepared, type Watch, watching } from '../watch/watch.js';
import { asUsage } from './as-usage.js';
import { complain } from './complain.js';
import { type DebugFlags, debugging } from './debug-flags.js';
import { namesWithOrigins } from './names-with-origins.js';
import { networkNeeds } from './network-needs.js';
import { isStandardOutput, openOutput } from './open-output.js';
import { type Carrier, openTransport, type TransportChoice } from './open-transport.js';
import { type OriginFlags, originLookup } from './origin-flags.js';
import { refuseForeignSource, refuseReservedPort } from './own-source.js';
import { findTargets, NO_TARGET, readTargets } from './targets.js';
import { type TraceFlags, traceOptions } from './trace-flags.js';
import { statusOf, worstStatus } from './trace-status.js';
import { printLines } from './watch-lines.js';
import { printReport } from './watch-report.js';
import { readZones, refuseNowhere } from './zones.js';

export interface WatchCommandOptions extends DebugFlags, OriginFlags, TraceFlags, FormatOptions {
  readonly transport?: TransportChoice;
  readonly interface?: string;
  /** A file of further targets. */
  readonly targets?: string;
  readonly seed?: number;
  /** Rounds. */
  readonly count?: number;
  /** Seconds between rounds. */
  readonly interval: number;
  readonly report?: boolean;
  readonly format?: TraceFormatName;
  readonly output?: string;
}

/** mtr's `--report` has as many. */
const REPORT_ROUNDS = 10;

/** `hoplite watch`: traces the paths to targets again and again, and shows or prints what comes of it. */
export async function watch(given: readonly string[], options: WatchCommandOptions, io: Io): Promise<ExitStatus> {
  const zoned = [...given, ...(options.targets === undefined ? [] : await readTargets(options.targets, io))];
  const { names, device } = readZones(zoned, options.interface);
  if (names.length === 0) throw new UsageError(NO_TARGET);
  const { transport: choice = { kind: 'auto' } } = options;
  if (choice.kind === 'pcap') throw new UsageError('--transport pcap: is no option of watch: a capture has one run');
  const trace = traceOptions(options);
  const mode = modeOf(options, io);
  if (mode === 'report') refuseEndless(options, trace.queries);
  refuseDebugOnScreen(mode, options, io);
  if (!('file' in choice)) {
    refuseNowhere(names, device);
    if (trace.source !== undefined) await refuseForeignSource(trace.source, device);
  }
  const origins = await originLookup(options);
  const carrier = await openTransport(
    choice,
    options.seed,
    networkNeeds(device, options, trace),
    io.interrupt,
    paceOf(mode),
  );
  await using _ = carrier.transport;
  if (!('file' in choice) && options.sport !== undefined) await refuseReservedPort(options.sport, carrier.transport);
  using __ = await debugging(options, io);
  const targets = await findTargets(names, options, carrier, io);
  if (io.interrupt.aborted) return ExitStatus.interrupted;
  if (targets.length === 0) return ExitStatus.usage;

  const single = targets.length === 1 && names.length === 1 && options.targets === undefined;
  const rounds = options.count ?? (mode === 'report' ? REPORT_ROUNDS : undefined);
  const prepare = async (): Promise<Prepared> => {
    const { transport } = carrier;
    const engine = new TraceEngine(observed(transport), { ...budgetOf(trace), ...carrier.engine });
    const found = targets.map(({ target, name = target }) => ({ name, address: target }));
    return { engine, clock: transport.clock, targets: found, close: () => engine.close() };
  };
  const pace = { interval: options.interval * 1000, ...(rounds === undefined ? {} : { rounds }) };
  const begin = () => watching(prepare, { ...pace, trace, history: HISTORY[mode], signal: io.interrupt });
  const status = await show(mode, await asUsage(begin), { ...options, trace, single, origins }, carrier, io);
  return targets.length < names.length ? worstStatus([status, ExitStatus.usage]) : status;
}

/** How it is shown: on a terminal, as lines of text or JSON as it happens, or as one trace of many queries in the end. */
type Mode = 'view' | 'lines' | 'ndjson' | 'report';

/** Of round trips; only the view draws them. */
const HISTORY: Readonly<Record<Mode, number>> = { view: 200, lines: 0, ndjson: 0, report: 0 };

function modeOf({ report, format, output }: WatchCommandOptions, io: Io): Mode {
  if (report) return 'report';
  if (format === 'ndjson') return 'ndjson';
  if (format !== undefined && format !== 'text') {
    throw new UsageError(`--format ${format} is for a report: --report, and -c for how many rounds`);
  }
  return isStandardOutput(output) && terminalOf(io) !== null ? 'view' : 'lines';
}

/** A result has room for so many probes of a hop: `trace-result.schema.json`. */
const MOST_PROBES = 131_072;

function refuseEndless({ count = REPORT_ROUNDS, format = 'mtr' }: WatchCommandOptions, queries = 1): void {
  if (traceFormats[format].figuresAlone === true || count * queries <= MOST_PROBES) return;
  const most = Math.floor(MOST_PROBES / queries);
  throw new UsageError(`-c ${count} is too much for --format ${format}, which has every probe: ${most} at the most`);
}

function refuseDebugOnScreen(mode: Mode, { debug, debugSocket }: DebugFlags, { stderr }: Io): void {
  if (mode !== 'view' || !(debug || debugSocket) || !('isTTY' in stderr && stderr.isTTY)) return;
  throw new UsageError('--debug writes to standard error, and the view is there: add 2> FILE');
}

/** Who looks on sees a virtual network in real time; nobody waits for a report longer than he must. */
function paceOf(mode: Mode): 'virtual' | 'real' {
  return mode === 'report' ? 'virtual' : 'real';
}

interface ShowOptions extends WatchCommandOptions {
  readonly trace: TraceOptions;
  /** Whether there is one target, and no list of them. */
  readonly single: boolean;
  readonly origins: OriginLookup | null;
}

async function show(mode: Mode, watched: Watch, options: ShowOptions, carrier: Carrier, io: Io): Promise<ExitStatus> {
  const terminal = mode === 'view' ? terminalOf(io) : null;
  const ended = await asUsage(() =>
    terminal === null ? print(mode, watched, options, carrier, io) : view(terminal, watched, options, carrier),
  );
  const targets = watched.snapshot();
  for (const { target, outcome, error } of targets) {
    if (outcome === 'failed' && error !== null) complain(`${target}: ${error.message}`, io);
  }
  if (ended !== null || io.interrupt.aborted) return ended ?? ExitStatus.interrupted;
  return worstStatus(targets.map(statusOfTarget));
}

/** One that was ever reached is, unless no probe can be sent any more. */
function statusOfTarget({ outcome, error, reached }: WatchedTarget): ExitStatus {
  const status = outcome === 'failed' ? statusOf({ outcome, error }) : ExitStatus.notReached;
  return reached && status === ExitStatus.notReached ? ExitStatus.ok : status;
}

/** Returns the exit status of having been interrupted, null for none of its own. */
async function view(
  terminal: Terminal,
  watched: Watch,
  options: ShowOptions,
  { names, transport }: Carrier,
): Promise<ExitStatus | null> {
  const { showLive } = await import('../watch/view/live-view.js');
  const { trace, numeric = false, interval, origins } = options;
  const told = {
    trace,
    interval: interval * 1000,
    numeric: numeric && origins === null,
    names: origins === null ? names : namesWithOrigins(names, origins, numeric),
    origins: origins !== null,
    methods: methodsOf(transport, trace),
  };
  return (await showLive(watched, terminal, told)) ? ExitStatus.interrupted : null;
}

/** Returns the exit status of having no reader any more, null for none of its own. */
async function print(
  mode: Mode,
  watched: Watch,
  options: ShowOptions,
  { names }: Carrier,
  io: Io,
): Promise<ExitStatus | null> {
  const output = openOutput(options.output, null, io);
  output.ended.addEventListener('abort', () => watched.stop());
  if (mode === 'report') {
    await printReport(watched, options, traceFormats[options.format ?? 'mtr'], names, output);
  } else await printLines(watched, mode === 'ndjson', options.origins, output);
  await output.end();
  return output.ended.aborted && !io.interrupt.aborted ? ExitStatus.ok : null;
}

/** Those that the transport carries, and the one that was asked for. */
function methodsOf(transport: Transport, { method }: TraceOptions): readonly Method[] {
  const carried = SWITCHED.filter((each) => transport.capabilities.protocols.includes(each));
  return typeof method === 'string' && !SWITCHED.some((each) => each === method) ? [...carried, method] : carried;
}

const SWITCHED = ['udp', 'icmp', 'tcp'] as const;

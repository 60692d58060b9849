import type { Address } from '@hoplite/codec';
import { type Trace, TraceEngine } from '@hoplite/engine';
import { ExitStatus } from '../exit-status.js';
import type { TextOptions } from '../format/format.js';
import type { TraceFormatName } from '../format/index.js';
import type { Io } from '../io.js';
import type { ReverseLookup } from '../names.js';
import { resolveTarget, TargetError } from '../resolve.js';
import { printable } from '../terminal.js';
import { budgetFor, randomSeed } from '../traceroute.js';
import { UsageError } from '../usage-error.js';
import { openOutput } from './open-output.js';
import { type Carrier, openTransport, type TransportChoice } from './open-transport.js';
import { printTraces } from './print-traces.js';
import { readTargets } from './read-targets.js';
import { familyOf, inFlags, type TraceFlags, traceOptions } from './trace-flags.js';
import { statusOf, worstStatus } from './trace-status.js';

export interface TraceCommandOptions extends TraceFlags, TextOptions {
  readonly transport?: TransportChoice;
  /** A file of further targets. */
  readonly targets?: string;
  readonly seed?: number;
  readonly format: TraceFormatName;
  readonly output?: string;
}

/** `hoplite trace`: traces the path to every target, side by side, and prints each while it runs. */
export async function trace(given: readonly string[], options: TraceCommandOptions, io: Io): Promise<ExitStatus> {
  const names = [...given, ...(options.targets === undefined ? [] : await readTargets(options.targets, io))];
  if (names.length === 0) throw new UsageError('name a target, such as 192.0.2.1, or a file of them with --targets');
  if (options.transport === undefined) throw new UsageError(NO_TRANSPORT);
  const traced = traceOptions(options);
  const seed = options.seed ?? randomSeed();
  const carrier = await openTransport(options.transport, seed);
  const targets = await resolveAll(names, options, carrier, io);
  if (io.interrupt.aborted) return ExitStatus.interrupted;
  if (targets.length === 0) return ExitStatus.usage;

  const output = openOutput(options.output, options.transport.file, io);
  await using engine = new TraceEngine(carrier.transport, { seed, ...budgetFor(traced) });
  const signal = AbortSignal.any([io.interrupt, output.ended]);
  const traces = begin(targets, (target) => engine.trace(target.address, { ...traced, name: target.name, signal }));
  const several = names.length > 1 || options.targets !== undefined;
  const reverse: ReverseLookup = async (address) => carrier.names.reverse(address);
  await printTraces(traces, { ...options, several, reverse }, output);
  await output.end();
  if (io.interrupt.aborted) return ExitStatus.interrupted;
  if (output.ended.aborted) return ExitStatus.ok;
  const results = await Promise.all(traces.map(({ result }) => result));
  for (const { target, error } of results) if (error !== null) complain(`${target}: ${error.message}`, io);
  return worstStatus([...results.map(statusOf), targets.length < names.length ? ExitStatus.usage : ExitStatus.ok]);
}

const NO_TRANSPORT =
  'there is no live tracing yet: give --transport sim:FILE, a virtual network, or --transport pcap:FILE, a capture';

interface Target {
  readonly name: string;
  readonly address: Address;
}

/** The targets that there are; says of the others what is wrong with them. */
async function resolveAll(
  given: readonly string[],
  flags: TraceFlags,
  { transport, names }: Carrier,
  io: Io,
): Promise<readonly Target[]> {
  const options = { transport, names, family: familyOf(flags), signal: io.interrupt };
  const found = await Promise.all(
    given.map(async (name): Promise<Target | null> => {
      try {
        return { name, address: await resolveTarget(name, options) };
      } catch (error) {
        if (error instanceof TargetError) complain(error.message, io);
        else if (!io.interrupt.aborted) throw error;
        return null;
      }
    }),
  );
  return found.filter((target) => target !== null);
}

/** What the library refuses is wrong usage here. */
function begin(targets: readonly Target[], trace: (target: Target) => Trace): readonly Trace[] {
  try {
    return targets.map(trace);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(inFlags(error.message)) : error;
  }
}

function complain(message: string, io: Io): void {
  io.stderr.write(`hoplite: ${printable(message)}\n`);
}

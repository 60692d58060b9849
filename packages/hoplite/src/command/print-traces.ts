import type { Trace } from '@hoplite/engine';
import type { LiveFormat, TraceFormat } from '../format/format.js';
import type { FormatOptions } from '../format/index.js';
import type { ReverseLookup } from '../names.js';
import type { OriginLookup } from '../origins/open-origins.js';
import { originsOf } from '../origins/origins-of.js';
import type { Output } from '../output.js';
import { type Told, toldWith } from '../told.js';
import { traceWithNames } from '../trace-with-names.js';

export interface PrintOptions extends FormatOptions {
  /** Loaded before the traces begin: meanwhile their virtual time would pass, and events of several lose their order. */
  readonly format: TraceFormat<FormatOptions>;
  /** Asked for names, unless they are not wanted or not shown. */
  readonly reverse: ReverseLookup;
  /** Asked for origins, where they are wanted. */
  readonly origins: OriginLookup | null;
}

/** Prints traces, all of them to their end: while they run where the format can, else each when it is complete. */
export async function printTraces(traces: readonly Trace[], options: PrintOptions, output: Output): Promise<void> {
  const { format } = options;
  const withNames = format.showsNames && !options.numeric;
  const named = withNames ? traces.map((trace) => traceWithNames(trace, options.reverse)) : traces;
  const { origins } = options;
  const told = origins === null ? named : named.map((trace) => toldWith(trace, originsOf(origins)));
  await (format.live ? printEvents(told, format.live, options, output) : printResults(told, format, options, output));
}

async function printEvents(
  traces: readonly Told[],
  live: LiveFormat<FormatOptions>,
  options: FormatOptions,
  output: Output,
): Promise<void> {
  const textOf = live.begin(options);
  const print = async (trace: Told) => {
    for await (const event of trace) await output.write(textOf(event));
  };
  if (live.order === 'events') await Promise.all(traces.map(print));
  else for (const trace of traces) await print(trace);
}

async function printResults(
  traces: readonly Told[],
  format: TraceFormat<FormatOptions>,
  options: FormatOptions,
  output: Output,
): Promise<void> {
  const document = format.begin(options);
  for (const [index, { result }] of traces.entries()) await output.write(document.trace(await result, index + 1));
  await output.write(document.end());
}

import type { Trace, TraceEvent } from '@hoplite/engine';
import type { TextOptions } from '../format/format.js';
import type { TraceFormatName } from '../format/index.js';
import { json, jsonOfResult } from '../format/json.js';
import { ndjsonOfEvent } from '../format/ndjson.js';
import { textOfEvents } from '../format/text.js';
import { hopWithNames, type ReverseLookup, withNames } from '../names.js';
import type { Output } from '../output.js';

export interface PrintOptions extends TextOptions {
  readonly format: TraceFormatName;
  /** Whether JSON is an array also where there is one trace. */
  readonly several: boolean;
  /** Asked for the names that text shows. */
  readonly reverse: ReverseLookup;
}

/** Prints traces while they run, all of them to their end. */
export async function printTraces(traces: readonly Trace[], options: PrintOptions, output: Output): Promise<void> {
  await printers[options.format](traces, options, output);
}

type Printer = (traces: readonly Trace[], options: PrintOptions, output: Output) => Promise<void>;

const printers: Readonly<Record<TraceFormatName, Printer>> = { text: printText, json: printJson, ndjson: printNdjson };

/** In the order of the targets, each trace as far as it has come. */
async function printText(traces: readonly Trace[], options: PrintOptions, output: Output): Promise<void> {
  for (const [index, trace] of traces.entries()) {
    if (index > 0) await output.write('\n');
    const text = textOfEvents(options);
    for await (const event of trace) {
      await output.write(text(options.numeric ? event : await eventWithNames(event, options.reverse)));
    }
  }
}

async function printJson(traces: readonly Trace[], { several }: PrintOptions, output: Output): Promise<void> {
  const document = json({});
  for (const [index, { result }] of traces.entries()) {
    await output.write(several ? document.trace(await result, index + 1) : jsonOfResult(await result));
  }
  if (several) await output.write(document.end());
}

/** Of all traces as it happens. */
async function printNdjson(traces: readonly Trace[], _: PrintOptions, output: Output): Promise<void> {
  await Promise.all(
    traces.map(async (trace) => {
      for await (const event of trace) await output.write(ndjsonOfEvent(event));
    }),
  );
}

async function eventWithNames(event: TraceEvent, reverse: ReverseLookup): Promise<TraceEvent> {
  if (event.event === 'hop') return { ...event, hop: await hopWithNames(event.hop, reverse) };
  return event.event === 'end' ? { ...event, result: await withNames(event.result, reverse) } : event;
}

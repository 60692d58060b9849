import type { Trace, TraceEvent } from '@hoplite/engine';
import { hopWithNames, type ReverseLookup, withNames } from './names.js';

/** What a trace tells of itself. */
export type Told = Pick<Trace, 'result' | typeof Symbol.asyncIterator>;

/** The same trace with the names of all who answer, as far as `lookup` finds them. */
export function traceWithNames(trace: Trace, lookup: ReverseLookup): Told {
  void askAhead(trace, lookup);
  return {
    result: trace.result.then((result) => withNames(result, lookup)),
    async *[Symbol.asyncIterator]() {
      for await (const event of trace) yield await eventWithNames(event, lookup);
    },
  };
}

/** Events keep their order, so that each waits for the names of those before it: they are looked up meanwhile. */
async function askAhead(trace: Trace, lookup: ReverseLookup): Promise<void> {
  for await (const event of trace)
    if (event.event === 'reply' || event.event === 'late') void lookup(event.probe.address);
}

async function eventWithNames(event: TraceEvent, lookup: ReverseLookup): Promise<TraceEvent> {
  switch (event.event) {
    case 'reply':
    case 'late':
      return { ...event, probe: { ...event.probe, name: await lookup(event.probe.address) } };
    case 'hop':
      return { ...event, hop: await hopWithNames(event.hop, lookup) };
    case 'end':
      return { ...event, result: await withNames(event.result, lookup) };
    default:
      return event;
  }
}

import type { AnsweredProbe, Hop, Trace, TraceEvent, TraceResult } from '@hoplite/engine';

/** What a trace tells of itself. */
export type Told = Pick<Trace, 'result' | typeof Symbol.asyncIterator>;

/** Adds to an answer what the trace does not know, such as the name of who sent it. */
export type Adds = (probe: AnsweredProbe) => AnsweredProbe | Promise<AnsweredProbe>;

/** The same trace, its answers with what is added to them. */
export function toldWith(trace: Told, add: Adds): Told {
  return {
    get result() {
      return trace.result.then((result) => resultWith(result, add));
    },
    async *[Symbol.asyncIterator]() {
      for await (const event of trace) yield await eventWith(event, add);
    },
  };
}

/** The same result, its answers with what is added to them. */
export async function resultWith(result: TraceResult, add: Adds): Promise<TraceResult> {
  return { ...result, hops: await Promise.all(result.hops.map((hop) => hopWith(hop, add))) };
}

async function eventWith(event: TraceEvent, add: Adds): Promise<TraceEvent> {
  switch (event.event) {
    case 'reply':
    case 'late':
      return { ...event, probe: await add(event.probe) };
    case 'hop':
      return { ...event, hop: await hopWith(event.hop, add) };
    case 'end':
      return { ...event, result: await resultWith(event.result, add) };
    default:
      return event;
  }
}

async function hopWith(hop: Hop, add: Adds): Promise<Hop> {
  return { ...hop, probes: await Promise.all(hop.probes.map((probe) => ('address' in probe ? add(probe) : probe))) };
}

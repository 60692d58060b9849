import type { ProbeResult, TraceResult } from '@hoplite/engine';
import type { ReadRecording, ToolRun } from '../corpus.js';
import { answerTo, type Comparison, compareStatements } from './compare.js';
import { readOutput, tracesOfRun } from './run.js';
import type { Statement } from './statement.js';

/** What the tools of a recording said, held against the traces found in it. */
export interface RecordingComparison {
  readonly runs: readonly (Comparison & { readonly run: ToolRun; readonly trace: TraceResult })[];
  /** Probes of which no tool spoke, up to the last hop that one spoke of: `5: 198.51.100.14 / unsaid`. */
  readonly unsaid: readonly string[];
}

export function compareRecording(recording: ReadRecording): RecordingComparison {
  const traces = new Map<TraceResult, { last: number; readonly spoken: Set<ProbeResult> }>();
  const runs = recording.runs.flatMap((run) => {
    const { statements } = readOutput(run);
    return tracesOfRun(recording, run).map(({ trace, hopsBefore }) => {
      const before = traces.get(trace) ?? { last: 0, spoken: new Set<ProbeResult>() };
      const last = Math.max(before.last, ...statements.map(({ ttl }) => ttl - hopsBefore));
      traces.set(trace, { ...before, last });
      const inTrace = asInTrace(recording, run, statements);
      return { run, trace, ...compareStatements(inTrace, trace, hopsBefore, before.spoken) };
    });
  });
  return { runs, unsaid: [...traces].flatMap(([trace, { last, spoken }]) => unsaid(trace, last, spoken)) };
}

/** Names the probes anew where the tool's are not all that a trace has at a TTL, or where not all were captured. */
function asInTrace({ name }: ReadRecording, { run }: ToolRun, statements: readonly Statement[]): readonly Statement[] {
  // Two runs are rounds of one trace.
  if (name === 'twice-within-30s' && run === 'second') return statements.map(later(3));
  // The first probe of hop 5, which was too big, is not printed.
  if (name === 'traceroute-mtu') return statements.map((said) => (said.ttl === 5 ? later(1)(said) : said));
  // Half of the probes take a path that was not captured; each has its own port.
  if (name === 'router-one-side') {
    return statements.map((said, index) => ({ ...said, probe: { by: 'number', value: 33434 + index } }));
  }
  return statements;
}

const later =
  (attempts: number) =>
  (said: Statement): Statement => ({ ...said, probe: { ...said.probe, value: said.probe.value + attempts } });

function unsaid(trace: TraceResult, last: number, spoken: ReadonlySet<ProbeResult>): readonly string[] {
  return trace.hops
    .filter(({ ttl }) => ttl <= last)
    .map(({ ttl, probes }) => ({ ttl, words: probes.filter((probe) => !spoken.has(probe)).map(answerTo) }))
    .filter(({ words }) => words.length > 0)
    .map(({ ttl, words }) => `${ttl}: ${words.join(' ')} / unsaid`);
}

import { type EngineOptions, type Trace, TraceEngine, type TraceResult, VirtualClock } from '@hoplite/engine';
import type { RecordedTrace, RecordingHeader } from '../recording/about.js';
import type { RecordedEvent } from '../recording/recorded-event.js';
import { RecordingError } from '../recording/recording-error.js';
import { type RecordingReplay, replayRecording } from '../replay/replay-recording.js';

/** A recording that says what was asked. */
export interface RecordedRun extends RecordingHeader {
  readonly engine: EngineOptions;
  readonly traces: readonly RecordedTrace[];
}

/** A run that was done again. */
export interface Rerun {
  readonly results: readonly TraceResult[];
  /** The frames that had a part in it. */
  readonly told: ReadonlySet<number>;
}

/**
 * Does a recorded run again, in virtual time and to the end of what was recorded. Throws `RecordingError` where that is
 * not the run that its comment leads to: another seed, a method that only the recorded program had, hostile bytes.
 */
export async function rerun(
  run: RecordedRun,
  events: readonly RecordedEvent[],
  schedule: (task: () => void) => void,
): Promise<Rerun> {
  let fail: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const clock = new VirtualClock(run.origin, (task) => schedule(() => attempt(task, fail)));
  const transport = replayRecording(run, events, clock);
  try {
    await using engine = new TraceEngine(transport, engineOptions(run, events));
    const results = await Promise.race([failure, resultsOf(begin(engine, transport, run), events, clock)]);
    return { results, told: transport.told };
  } catch (error) {
    if (error instanceof RecordingError) throw error;
    throw new RecordingError(error instanceof Error ? error.message : String(error));
  }
}

/** What an instant of a clock throws nobody else hears. */
function attempt(task: () => void, fail: (error: unknown) => void): void {
  try {
    task();
  } catch (error) {
    fail(error);
  }
}

/** A live run is asked sooner than it was then: no budget holds it back, but for one by which it ends if nothing answers. */
function engineOptions({ engine, timestamps }: RecordedRun, events: readonly RecordedEvent[]): EngineOptions {
  const most = 2 * events.length + 65_536;
  if (timestamps !== 'virtual') return { ...engine, rate: Number.MAX_VALUE, perDestination: most, maxInFlight: most };
  return { ...engine, maxInFlight: Math.min(engine.maxInFlight ?? 1000, most) };
}

function begin(engine: TraceEngine, transport: RecordingReplay, { traces }: RecordedRun): readonly Trace[] {
  const begun = traces.map(({ target, name, options }) =>
    engine.trace(target, { ...options, ...(name === undefined ? {} : { name }) }),
  );
  transport.onInterruption((trace, outcome) => {
    if (outcome === 'shutdown') void engine.close();
    else begun[trace - 1]?.abort();
  });
  return begun;
}

async function resultsOf(
  traces: readonly Trace[],
  events: readonly RecordedEvent[],
  clock: VirtualClock,
): Promise<readonly TraceResult[]> {
  const running = new Set(traces);
  for (const trace of traces) void trace.result.then(() => running.delete(trace));
  const last = events.reduce((latest, { at }) => Math.max(latest, at), 0);
  await new Promise<void>((resolve) => clock.wake(last + 1, resolve));
  const isWhole = events.some(({ kind }) => kind === 'closed');
  const brokenOff = new Set(running);
  if (isWhole && brokenOff.size > 0) throw new RecordingError('a trace of it does not come to its end');
  for (const trace of brokenOff) trace.abort();
  const results = traces.map(async (trace) => (brokenOff.has(trace) ? withoutEnd(await trace.result) : trace.result));
  return (await Promise.all(results)).filter((result) => isIn(result, events, isWhole));
}

/** Nobody knows how it went on. */
function withoutEnd(result: TraceResult): TraceResult {
  return { ...result, outcome: 'unknown', error: null };
}

/** Whether a trace had begun where the recording breaks off, or at all: a program may tell of more than it then asks. */
function isIn({ outcome, hops, error, address }: TraceResult, events: readonly RecordedEvent[], isWhole: boolean) {
  if (outcome === 'unknown') return hops.length > 0;
  if (error?.code !== 'UNRECORDED' || hops.length > 0) return true;
  return isWhole && events.some((event) => event.kind === 'source' && event.destination === address);
}

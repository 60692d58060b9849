import { type CapturePacket, extractTraces, type TraceResult, VirtualClock } from '@hoplite/engine';
import { ownPacket, packetsOf, startingWith } from '../packets-of.js';
import type { CaptureReader } from '../reader.js';
import { readRecordingHeader } from '../recording/about.js';
import { decodeEvent, type RecordedEvent } from '../recording/recorded-event.js';
import { replayRecording } from './replay-recording.js';
import { replayTraces } from './replay-traces.js';
import type { ReplayTransport } from './replay-transport.js';

/** What of a capture answers. */
export interface ReplayOptions {
  /** Answers from this trace alone, counted from 0 as `extractTraces` finds them; also of a recording of ours. */
  readonly trace?: number;
}

/**
 * A capture as a transport. Reads all of it first. `schedule` runs a task after all microtasks (a macrotask).
 *
 * A recording of ours does as the recorded transport did. Of any other capture the traces in it answer, in virtual time:
 * to the same protocol, destination, TTL and attempt the same answer after the same time, quoting the probe that asked.
 * What a capture does not hold fails with the code `UNRECORDED`. Throws `CaptureError`, `RecordingError`, and `RangeError`
 * for a trace that the capture has not got.
 */
export async function replayCapture(
  reader: CaptureReader,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  schedule: (task: () => void) => void,
  { trace }: ReplayOptions = {},
): Promise<ReplayTransport> {
  const packets = packetsOf(reader, chunks);
  const first = await packets.next();
  const header = trace === undefined ? readRecordingHeader(reader.comment) : null;
  const all = first.done ? NOTHING : startingWith(first.value, packets);
  if (header === null) return replayFound(await tracesIn(all), trace, schedule);
  const events: RecordedEvent[] = [];
  for await (const packet of all) {
    const event = decodeEvent(ownPacket(packet), header.origin);
    if (event !== null) events.push(event);
  }
  return replayRecording(header, events, new VirtualClock(header.origin, schedule));
}

const NOTHING: readonly CapturePacket[] = [];

function replayFound(
  found: readonly TraceResult[],
  trace: number | undefined,
  schedule: (task: () => void) => void,
): ReplayTransport {
  const chosen = trace === undefined ? found : found.slice(trace, trace + 1);
  if (trace !== undefined && (!Number.isInteger(trace) || trace < 0 || chosen.length === 0)) {
    throw new RangeError(`trace is ${trace}, must be a whole number from 0 to below ${found.length}, the traces found`);
  }
  const origin = chosen[0] === undefined ? 0n : unixNanoseconds(chosen[0].startedAt);
  return replayTraces(chosen, new VirtualClock(origin, schedule));
}

async function tracesIn(packets: AsyncIterable<CapturePacket> | Iterable<CapturePacket>): Promise<TraceResult[]> {
  const traces: TraceResult[] = [];
  for await (const trace of extractTraces(packets)) traces.push(trace);
  return traces;
}

/** Of a timestamp in RFC 3339 with nine decimals, in UTC. */
function unixNanoseconds(timestamp: string): bigint {
  const [seconds = '', decimals = ''] = timestamp.replace(/Z$/, '').split('.');
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(decimals);
}

import { type CapturePacket, extractTraces, type Instant, type TraceResult } from '@hoplite/engine';
import type { RecordingHeader } from '../recording/about.js';
import { decodeEvent, type RecordedEvent } from '../recording/recorded-event.js';
import { RecordingError } from '../recording/recording-error.js';
import { headerOf } from '../replay/unrecorded.js';
import type { KeptPackets } from './kept-packets.js';
import { type Rerun, rerun } from './rerun.js';

/** An event of a recording, and the number of its packet. */
type FramedEvent = RecordedEvent & { readonly frame: number };

/**
 * The traces of a recording, by doing its run again, and by `extractTraces` those that are in it besides, in the order of
 * their starts. Null, before another packet was taken, where it does not say what was asked; where what it says does not
 * give what it holds, or where it takes more than `mostKept` bytes, throws `RecordingError`.
 */
export async function tracesOfRecording(
  recording: RecordingHeader,
  first: CapturePacket,
  packets: KeptPackets,
  schedule: (task: () => void) => void,
  mostKept: number,
): Promise<readonly TraceResult[] | null> {
  const { engine, traces = [] } = recording;
  if (engine === undefined || traces.length === 0) return null;
  const events: FramedEvent[] = [];
  for (let packet: CapturePacket | null = first; packet !== null; packet = await packets.take()) {
    if (packets.size > mostKept) throw new RecordingError(`it takes more than ${mostKept} bytes of memory`);
    const event = decodeEvent(packet, recording.origin);
    if (event !== null) events.push({ ...event, frame: packet.number });
  }
  const again = await rerun({ ...recording, engine, traces }, events, schedule);
  const found = [...again.results];
  for await (const trace of extractTraces(othersIn(packets.kept, events, again))) found.push(trace);
  return found.sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
}

/**
 * The packets that had no part in the run that was done again: traces that its comment does not name, and what was added to
 * the file. A busy program sends a few probes more than were needed, when it has not yet heard of the end: these are not
 * among them.
 */
function othersIn(packets: readonly CapturePacket[], events: readonly FramedEvent[], again: Rerun): CapturePacket[] {
  const { told, results } = again;
  const lastSent = new Map<string, Instant>();
  for (const event of events) {
    const way = told.has(event.frame) ? wayOf(event) : null;
    if (way !== null) lastSent.set(way, event.at);
  }
  const unasked = events.filter(({ frame }) => !told.has(frame));
  for (const { address } of results.filter(({ probesSent }) => probesSent === 0)) {
    if (unasked.some((event) => wayOf(event)?.endsWith(` ${address}`))) {
      throw new RecordingError(`the probes to ${address} in it are not those that its comment leads to`);
    }
  }
  const surplus = unasked.filter((event) => event.at - (lastSent.get(wayOf(event) ?? '') ?? event.at - PAUSE) < PAUSE);
  const ours = new Set([...told, ...surplus.map(({ frame }) => frame)]);
  return packets.filter(({ number }) => !ours.has(number));
}

/** As in any capture: after so long what goes the same way is another trace. */
const PAUSE: Instant = 30_000_000_000;

/** By what and whereto a probe goes; null for what is none. */
function wayOf(event: RecordedEvent): string | null {
  const header = event.kind === 'sent' ? headerOf(event.actual ?? event.asked) : null;
  return header === null ? null : `${header.protocol} ${header.destination}`;
}

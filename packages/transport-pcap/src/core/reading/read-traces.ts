import { type CapturePacket, extractTraces, type Notice, type TraceResult } from '@hoplite/engine';
import type { CaptureReader } from '../reader.js';
import { readRecordingHeader } from '../recording/about.js';
import { RecordingError } from '../recording/recording-error.js';
import { KeptPackets } from './kept-packets.js';
import { tracesOfRecording } from './recording-traces.js';

/** How the traces of a recording are read. */
export interface ReadTracesOptions {
  /** Hears why a capture that says it is a recording of ours is read as any other; its traces have the same notice. */
  readonly onNotice?: (notice: Notice) => void;
  /** How many bytes of memory a recording of ours may take; one that takes more is read as any other. Default 1 GiB. */
  readonly mostKept?: number;
}

/**
 * The traceroutes that a capture holds. `capture` is the reader that the packets come from; `schedule` runs a task after
 * all microtasks (a macrotask).
 *
 * Of a recording of ours whose comment says what was asked, the run is done again, in virtual time: its traces are those
 * that were seen then, in every field, options, `transport` and `timestamps` among them, and their `frames` are filled. It
 * is read to its end before. A trace that was running where a recording breaks off has the outcome `unknown`. What else
 * it holds, and any other capture, is read by `extractTraces`: each trace when it is complete, and memory for what runs.
 *
 * What a packet source throws passes through after all traces so far were yielded.
 */
export async function* readTracesFrom(
  packets: AsyncIterable<CapturePacket> | Iterable<CapturePacket>,
  capture: Pick<CaptureReader, 'comment'>,
  schedule: (task: () => void) => void,
  { onNotice, mostKept = 2 ** 30 }: ReadTracesOptions = {},
): AsyncGenerator<TraceResult, void, undefined> {
  await using kept = new KeptPackets(packets);
  const found = await tracesRunAgain(kept, capture, schedule, mostKept);
  if (found !== null && !('code' in found)) {
    yield* found;
    kept.throwFault();
    return;
  }
  if (found !== null) onNotice?.(found);
  for await (const trace of extractTraces(kept.all())) {
    yield found === null ? trace : { ...trace, notices: [...trace.notices, found] };
  }
}

/** Null for a capture that does not say what was asked; a notice of why that could not be asked again. */
async function tracesRunAgain(
  packets: KeptPackets,
  capture: Pick<CaptureReader, 'comment'>,
  schedule: (task: () => void) => void,
  mostKept: number,
): Promise<readonly TraceResult[] | Notice | null> {
  // The comment is known when there is a packet.
  const first = await packets.take();
  if (first === null) return null;
  try {
    const recording = readRecordingHeader(capture.comment);
    return recording === null ? null : await tracesOfRecording(recording, first, packets, schedule, mostKept);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    const text = `the capture says that it is a recording of Hoplite and is read as any other: ${error.message}`;
    return { code: 'recording-not-repeated', text };
  }
}

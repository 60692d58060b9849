import type { Transport, VirtualClock } from '@hoplite/engine';
import type { RecordingHeader } from '../recording/about.js';

/** A capture as a transport, in virtual time. */
export interface ReplayTransport extends Transport {
  /** `hold` it while something real is awaited. */
  readonly clock: VirtualClock;
  /** What a recording of ours says of itself: seed and options to do the same again. Null for any other capture. */
  readonly recording: RecordingHeader | null;
}

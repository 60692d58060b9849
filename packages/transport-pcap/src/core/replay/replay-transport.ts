import type { Transport, VirtualClock } from '@hoplite/engine';
import type { RecordingHeader } from '../recording/about.js';

/** A capture as a transport, in virtual time. */
export interface ReplayTransport extends Transport {
  /** `hold` it while something real is awaited. */
  readonly clock: VirtualClock;
  /**
   * What a recording of ours says of itself: seed and options to do the same again. A live run is done again by an engine
   * whose `rate` (above 1e9), `maxInFlight` and `perDestination` hold nothing back: it asks sooner than the recorded one
   * had time to, and traces that share a budget would take it from each other in another order. Null for any other capture.
   */
  readonly recording: RecordingHeader | null;
  /** Has `interrupt` called where the recorded run had a trace ended from outside, which asks for it to be done again. */
  onInterruption(interrupt: Interrupt): void;
}

/** Told the number of a trace in its engine: `aborted` by itself, or in the `shutdown` of all. */
export type Interrupt = (trace: number, outcome: 'aborted' | 'shutdown') => void;

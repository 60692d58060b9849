export type { CapturePacket } from './capture.js';
export { extractTraces } from './extract/extract.js';
export { type HopRow, hopRows } from './hop-rows.js';
export type { Instant } from './instant.js';
export type {
  AnsweredProbe,
  ChangedField,
  FailedProbe,
  Hop,
  Method,
  Notice,
  OptionsInEffect,
  Outcome,
  ProbeResult,
  ReplyExtension,
  ReplyInterface,
  TraceError,
  TraceResult,
  UnansweredProbe,
} from './result.js';
export { formatTimestamp } from './timestamp.js';
export type {
  Capabilities,
  ChosenField,
  Clock,
  Listener,
  Outgoing,
  SendError,
  Timestamps,
  Transport,
} from './transport.js';
export { VirtualClock } from './virtual-clock.js';

export type { CapturePacket } from './capture.js';
export type { Identifier } from './compare.js';
export { extractTraces } from './extract/extract.js';
export { type Header, type ProbeProtocol, readHeader } from './header.js';
export { Heap } from './heap.js';
export { type HopRow, hopRows } from './hop-rows.js';
export type { Instant } from './instant.js';
export { type Match, Matcher, type SentProbe } from './matcher.js';
export { ipHeader, probePayload, withChecksum } from './methods/datagram.js';
export { METHODS } from './methods/index.js';
export {
  NO_REACH,
  type ProbeMethod,
  type ProbeOptions,
  type ProbePlan,
  type Reach,
  type TraceSecrets,
  tokenOf,
} from './methods/method.js';
export { resolveOptions } from './options.js';
export type { Seed } from './random.js';
export { type DirectReply, type IcmpError, type ReceivedReply, type Reply, readReply } from './reply.js';
export type {
  AnsweredProbe,
  ChangedField,
  FailedProbe,
  Hop,
  IcmpTypeCode,
  Method,
  Notice,
  OptionsInEffect,
  Origin,
  Outcome,
  ProbeFrames,
  ProbeResult,
  ProbeSent,
  ReplyExtension,
  ReplyInterface,
  TraceError,
  TraceResult,
  UnansweredProbe,
} from './result.js';
export { formatTimestamp } from './timestamp.js';
export { TraceEngine, type TraceRequest } from './trace/engine.js';
export type { EngineOptions } from './trace/engine-options.js';
export type {
  DuplicateEvent,
  EndEvent,
  FailedEvent,
  HopEvent,
  LateEvent,
  NoticeEvent,
  OfTrace,
  ReplyEvent,
  SentEvent,
  StartEvent,
  TraceEvent,
} from './trace/events.js';
export type { AbortSignalLike } from './trace/signal.js';
export type { Trace } from './trace/trace.js';
export type { ResolvedOptions, TraceOptions } from './trace-options.js';
export {
  type Capabilities,
  CHOSEN_FIELDS,
  type ChosenField,
  type Clock,
  type Listener,
  type Outgoing,
  type SendError,
  type Timestamps,
  type Transport,
} from './transport.js';
export { VirtualClock } from './virtual-clock.js';

/**
 * Traces live, over virtual networks and of captures; paths that are watched; and the formats that print them.
 *
 * @module hoplite
 */
export {
  type AnsweredProbe,
  type CapturePacket,
  type ChangedField,
  type DuplicateEvent,
  type EndEvent,
  extractTraces,
  type FailedEvent,
  type FailedProbe,
  type Hop,
  type HopEvent,
  type HopRow,
  hopRows,
  type IcmpTypeCode,
  type LateEvent,
  type Method,
  type Notice,
  type NoticeEvent,
  type OfTrace,
  type OptionsInEffect,
  type Origin,
  type Outcome,
  type ProbeFrames,
  type ProbeResult,
  type ProbeSent,
  type ReplyEvent,
  type ReplyExtension,
  type ReplyInterface,
  type SentEvent,
  type StartEvent,
  type TraceError,
  type TraceEvent,
  type TraceOptions,
  type TraceResult,
  type Transport,
  type UnansweredProbe,
} from '@hoplite/engine';
export {
  CaptureError,
  type CaptureFault,
  type CaptureSource,
  type ReadCaptureOptions,
  type ReadTracesOptions,
  RecordingError,
  type ReplayOptions,
  readCapture,
  readTraces,
  record,
  replay,
} from '@hoplite/transport-pcap';
export {
  createSimTransport,
  parseTopology,
  type SimTransport,
  type SimTransportOptions,
  TopologyError,
  type TopologyInit,
} from '@hoplite/transport-sim';
export { addressKind } from './addresses/address-kind.js';
export type { AddressKind } from './addresses/special-addresses.js';
export type { DatagramMessage } from './diagnostics.js';
export type { LiveFormat, TraceDocument, TraceFormat } from './format/format.js';
export { hopsToTheEnd, isAnswered } from './format/hops-to-the-end.js';
export { type FormatOptions, type TraceFormatName, traceFormats } from './format/index.js';
export type { JsonOptions } from './format/json.js';
export { formatText, type TextOptions, textOfEvents } from './format/text.js';
export { InputError } from './input-error.js';
export { type CheckUp, checkUp, type Trial } from './live/check-up.js';
export { type LiveNeeds, NoTransportError, openLive } from './live/open-live.js';
export type { Ailment, LiveChoice, LiveTransport, Protocol, Way, WayOptions } from './live/ways.js';
export type { NameService } from './name-service.js';
export { type OriginLookup, openOrigins } from './origins/open-origins.js';
export type { ExtensionRecord } from './packets/extension-record.js';
export { type PacketFormatName, packetFormats } from './packets/index.js';
export type { PacketFormat } from './packets/packet-format.js';
export type { PlainObject } from './packets/plain.js';
export {
  type PacketRecord,
  type ProblemRecord,
  packetRecord,
  type QuoteRecord,
  type TransportRecord,
} from './packets/record.js';
export { TargetError } from './resolve.js';
export type {
  AddressStatistics,
  HopStatistics,
  JitterStatistics,
  RttStatistics,
} from './statistics/hop-statistics.js';
export { type PathRow, traceRows } from './statistics/path-statistics.js';
export { printable } from './terminal.js';
export { type Traceroute, type TracerouteOptions, traceroute } from './traceroute.js';
export type {
  EndReason,
  WatchEndEvent,
  WatchEvent,
  WatchMoment,
  WatchPathEvent,
  WatchRoundEvent,
  WatchStartEvent,
  WatchStatisticsEvent,
} from './watch/events.js';
export type { HopChange, LengthChange, PathChange } from './watch/path-change.js';
export type { WatchedTarget } from './watch/target-watch.js';
export { type Watch, type WatchMeans, type WatchOptions, watch } from './watch/watch.js';

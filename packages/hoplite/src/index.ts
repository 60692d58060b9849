export {
  type AnsweredProbe,
  type CapturePacket,
  type ChangedField,
  extractTraces,
  type FailedProbe,
  type Hop,
  type HopRow,
  hopRows,
  type Method,
  type Notice,
  type OptionsInEffect,
  type Outcome,
  type ProbeResult,
  type ReplyExtension,
  type ReplyInterface,
  type TraceError,
  type TraceResult,
  type UnansweredProbe,
} from '@hoplite/engine';
export {
  CaptureError,
  type CaptureFault,
  type CaptureSource,
  type ReadCaptureOptions,
  readCapture,
} from '@hoplite/transport-pcap';
export type { TextOptions, TraceDocument, TraceFormat } from './format/format.js';
export { type TraceFormatName, traceFormats } from './format/index.js';
export type { EndEvent } from './format/ndjson.js';
export { formatText } from './format/text.js';
export { type PacketFormatName, packetFormats } from './packets/index.js';
export type { PacketFormat } from './packets/packet-format.js';
export {
  type PacketRecord,
  type ProblemRecord,
  packetRecord,
  type QuoteRecord,
  type TransportRecord,
} from './packets/record.js';

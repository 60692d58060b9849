/**
 * Captures from paths, streams and bytes, gzipped or not: read, written, recorded, replayed.
 *
 * @module @hoplite/transport-pcap
 */
export type { CaptureSource } from './chunks.js';
export { CaptureError, type CaptureFault } from './core/capture-error.js';
export type { ReadTracesOptions } from './core/reading/read-traces.js';
export type { RecordedTrace, RecordingAbout, RecordingHeader } from './core/recording/about.js';
export { RecordingError } from './core/recording/recording-error.js';
export type { RecordingWriter } from './core/recording/recording-log.js';
export type { ReplayOptions } from './core/replay/replay-capture.js';
export type { Interrupt, ReplayTransport } from './core/replay/replay-transport.js';
export type { WritablePacket } from './core/writable-packet.js';
export type { PcapFormat } from './core/write-pcap.js';
export type { PcapngFormat, PcapngInterface } from './core/write-pcapng.js';
export { type ReadCaptureOptions, readCapture } from './read-capture.js';
export { readTraces } from './read-traces.js';
export { record } from './record.js';
export { replay } from './replay.js';
export { type CaptureFormat, type WriteCaptureOptions, writeCapture } from './write-capture.js';

/**
 * Captures from chunks of bytes, without Node: read, written, recorded and replayed as in a browser.
 *
 * @module @hoplite/transport-pcap/core
 */
export { CaptureError, type CaptureFault } from './capture-error.js';
export { type CaptureBookmark, type CaptureReader, createCaptureReader } from './reader.js';
export { type ReadTracesOptions, readTracesFrom } from './reading/read-traces.js';
export type { RecordedTrace, RecordingAbout, RecordingHeader } from './recording/about.js';
export { record } from './recording/record.js';
export { RecordingError } from './recording/recording-error.js';
export type { RecordingWriter } from './recording/recording-log.js';
export { type ReplayOptions, replayCapture } from './replay/replay-capture.js';
export type { Interrupt, ReplayTransport } from './replay/replay-transport.js';
export type { WritablePacket } from './writable-packet.js';
export { encodePcapHeader, encodePcapPacket, type PcapFormat } from './write-pcap.js';
export { encodePcapngHeader, encodePcapngPacket, type PcapngFormat, type PcapngInterface } from './write-pcapng.js';

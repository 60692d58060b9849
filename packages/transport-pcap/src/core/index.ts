export { CaptureError, type CaptureFault } from './capture-error.js';
export { type CaptureReader, createCaptureReader } from './reader.js';
export type { WritablePacket } from './writable-packet.js';
export { encodePcapHeader, encodePcapPacket, type PcapFormat } from './write-pcap.js';
export { encodePcapngHeader, encodePcapngPacket, type PcapngFormat, type PcapngInterface } from './write-pcapng.js';

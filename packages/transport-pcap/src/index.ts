export type { CaptureSource } from './chunks.js';
export { CaptureError, type CaptureFault } from './core/capture-error.js';
export { type ReadCaptureOptions, readCapture } from './read-capture.js';
export { type CaptureFormat, type WriteCaptureOptions, writeCapture } from './write-capture.js';

export type { CaptureSource } from './chunks.js';
export { CaptureError, type CaptureFault } from './core/capture-error.js';
export { type ReadCaptureOptions, readCapture } from './read-capture.js';

export { CaptureError, type CaptureFault } from './capture-error.js';
export { type CaptureReader, createCaptureReader } from './reader.js';

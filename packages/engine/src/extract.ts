import type { CapturePacket } from './capture.js';
import type { TraceResult } from './result.js';

/**
 * The traceroutes that a capture holds, whoever made them. Yields each when it is complete (no packet of it for 30 s of
 * capture time), the rest at the capture's end in the order of their starts. Takes what `readCapture` returns.
 */
export declare function extractTraces(
  packets: Iterable<CapturePacket> | AsyncIterable<CapturePacket>,
): AsyncGenerator<TraceResult, void, undefined>;

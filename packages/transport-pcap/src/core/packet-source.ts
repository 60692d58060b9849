import type { CapturePacket } from '@hoplite/engine';

/** The reader of one format. Both functions throw CaptureError. */
export interface PacketSource {
  /** The next packet; null where the bytes that are there hold none. */
  next(): CapturePacket | null;
  /** No more bytes will come. */
  end(): void;
}

import type { CapturePacket } from '@hoplite/engine';
import type { ByteQueue } from './byte-queue.js';

/** The reader of one format. Both functions throw CaptureError. */
export interface PacketSource {
  /** What pcapng's first section says of the whole file; null where it says nothing, and until it was read. */
  readonly comment: string | null;
  /** The next packet; null where the bytes that are there hold none. */
  next(): CapturePacket | null;
  /** No more bytes will come. */
  end(): void;
  /** The same reader at the same place of the file, but of another queue; null where it is amid something. */
  fork(queue: ByteQueue): PacketSource | null;
}

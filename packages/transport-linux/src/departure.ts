import type { Instant } from '@hoplite/engine';

/** A probe that was given to the kernel, and whose transmit stamp is still to come. */
export interface Departure {
  readonly id: number;
  /** By the process's clock, right before it was given to the kernel. */
  readonly at: Instant;
  /** As it was built. */
  readonly datagram: Uint8Array;
  /** Where the system wrote header fields itself. */
  readonly actual: Uint8Array | null;
  readonly unknown: readonly string[] | null;
}

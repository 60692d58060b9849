import type { Address } from '@hoplite/codec';
import type { Transport } from '@hoplite/engine';

/** What the conformance kit needs to try a transport. */
export interface TransportFixture {
  /** A fresh transport that was not opened. */
  readonly create: () => Transport | Promise<Transport>;
  /** An address at least two hops away that answers UDP to a closed port, as does the first hop by Time Exceeded. */
  readonly destination: Address;
  /**
   * Besides UDP, what the destination answers by itself (an echo reply, a SYN-ACK or RST), and the first hop by Time Exceeded.
   * Default nothing: none but UDP is tried.
   */
  readonly answers?: readonly ('icmp' | 'tcp')[];
  /** A TTL that reaches it; 64 where it is not said. */
  readonly farTtl?: number;
  /** An address to which nothing can be sent; null where the transport carries anything anywhere. */
  readonly unroutable: Address | null;
  /** How long an answer takes at the most, in milliseconds of the transport's clock. */
  readonly patience: number;
  /** Resolves when all was said that a closed transport could still have to say. */
  readonly settle: () => Promise<void>;
}

import type { AddressFamily } from '@hoplite/codec';
import type { Outgoing } from '@hoplite/engine';
import type { LinuxClock } from './clock.js';
import type { Inbox } from './inbox.js';
import type { Devices } from './interfaces.js';
import type { Libc } from './libc.js';
import type { ReceiveBatch, SendBatch } from './message-batch.js';
import type { Poller } from './poller.js';
import type { Stamps } from './stamps.js';

/** One way to carry datagrams: through raw sockets, or through those that anybody may use. */
export interface Carrier {
  /** Opens what must be open before anything is sent. Throws `SystemError`. */
  open(): void;
  /** Sends them; what becomes of each is found in the inbox. */
  send(batch: readonly Outgoing[]): void;
  close(): void;
}

/** What carriers work with: one of each for a transport. */
export interface Environment {
  readonly libc: Libc;
  readonly clock: Pick<LinuxClock, 'now' | 'wake' | 'instantOf'>;
  readonly poller: Poller;
  readonly inbox: Inbox;
  readonly stamps: Stamps;
  readonly receiveBatch: ReceiveBatch;
  readonly sendBatch: SendBatch;
  readonly families: readonly AddressFamily[];
  readonly devices: Devices;
  /** Whether a probe can bring the number of its stamp along (Linux 6.13). */
  readonly ownStampNumbers: boolean;
  /** Reads what is ready now, so that no buffer runs over while much is sent. */
  readonly drain: () => void;
}

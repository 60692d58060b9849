import { ErrorOrigin } from './constants.js';
import { type Ancillary, decodeControl, type ExtendedError } from './control-messages.js';
import { type Message, MOST_READ_AT_ONCE, type ReceiveBatch } from './message-batch.js';
import type { Socket } from './socket.js';
import type { StampCounter, Stamps } from './stamps.js';

/** An ICMP error as an error queue shows it; borrowed until the next is read. */
export interface QueuedError {
  readonly message: Message;
  readonly said: Ancillary;
  readonly error: ExtendedError;
}

/**
 * Reads a socket's error queue, of a flood as much as is read at once: transmit stamps go to `stamps`, ICMP errors to
 * `onError`. Returns how many of the latter there were. An error that the host itself made is the sender's, who heard it as
 * an error number.
 */
export function drainErrorQueue(
  socket: Socket,
  batch: ReceiveBatch,
  stamps: Stamps,
  counter: StampCounter,
  onError: (error: QueuedError) => void,
): number {
  let errors = 0;
  for (let count = 0; count < MOST_READ_AT_ONCE; ) {
    const messages = batch.receive(socket.fd, 'errors');
    if (typeof messages === 'number') break;
    count += messages.length;
    for (const message of messages) {
      const said = decodeControl(message.control);
      const { error, stamp } = said;
      if (error?.origin === ErrorOrigin.timestamping && stamp !== null) stamps.stamped(counter, error.data, stamp);
      if (error?.origin !== ErrorOrigin.icmp && error?.origin !== ErrorOrigin.icmpv6) continue;
      errors++;
      onError({ message, said, error });
    }
  }
  return errors;
}

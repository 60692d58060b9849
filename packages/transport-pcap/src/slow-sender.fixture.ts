import type { Instant, Listener, Outgoing, SendError, Transport } from '@hoplite/engine';
import type { SimTransport } from '@hoplite/transport-sim';

export interface Slowness {
  /** By so many nanoseconds each datagram takes longer than the one before: no two are as far apart as a deadline is. */
  readonly growth: Instant;
  /** Of so many the last does not leave. */
  readonly failing: number;
}

/** A network behind a host that takes its time to send. */
export function sendingSlowly(inner: SimTransport, { growth, failing }: Slowness): Transport {
  let listener: Listener | null = null;
  let asked = 0;
  let tried = 0;
  let nextAt: Instant = 0;
  const send = (outgoing: Outgoing): void => {
    tried++;
    if (tried % failing === 0) listener?.failed(outgoing.id, DOWN, inner.clock.now());
    else inner.send([outgoing]);
  };
  return {
    name: inner.name,
    timestamps: inner.timestamps,
    capabilities: inner.capabilities,
    clock: inner.clock,
    open(opened) {
      listener = opened;
      return inner.open(opened);
    },
    send(batch) {
      for (const outgoing of batch) {
        const at = Math.max(nextAt, inner.clock.now());
        nextAt = at + ++asked * growth;
        inner.clock.arrive(at, () => listener !== null && send(outgoing));
      }
    },
    sourceFor: (destination) => inner.sourceFor(destination),
    close() {
      listener = null;
      return inner.close();
    },
    [Symbol.asyncDispose]() {
      return this.close();
    },
  };
}

const DOWN: SendError = { code: 'ENETDOWN', message: 'the link is down' };

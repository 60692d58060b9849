import { channel } from 'node:diagnostics_channel';
import type { Clock, Instant, Listener, SendError, Trace, Transport } from '@hoplite/engine';

/**
 * What the channel `hoplite:datagram` of `node:diagnostics_channel` tells: what became of each datagram that was to be sent, and
 * what arrived. Instants are whole nanoseconds since the origin of the transport's clock.
 */
export type DatagramMessage =
  | {
      /** A datagram left. */
      readonly what: 'sent';
      /** When. */
      readonly at: Instant;
      /** Its number, which no other of its transport has. */
      readonly id: number;
      /** As it left, which the system may have changed. Borrowed: whoever keeps it copies it. */
      readonly datagram: Uint8Array;
    }
  | {
      /** A datagram could not leave. */
      readonly what: 'failed';
      /** When that was tried, or heard of where the transport does not say when. */
      readonly at: Instant;
      /** Why. */
      readonly error: SendError;
      /** Its number, which no other of its transport has. */
      readonly id: number;
      /** As it was to leave. Borrowed: whoever keeps it copies it. */
      readonly datagram: Uint8Array;
    }
  | {
      /** A datagram arrived, in answer to a probe or not. */
      readonly what: 'received';
      /** When. */
      readonly at: Instant;
      /** As it arrived, as far as the system shows it. Borrowed: whoever keeps it copies it. */
      readonly datagram: Uint8Array;
    };

/** Its messages are every `TraceEvent` of `traceroute` and the command. */
const traceEvents = channel('hoplite:trace');
const datagrams = channel('hoplite:datagram');

/** Tells the subscribers of `hoplite:trace` what happens to a trace. */
export async function publishTrace(trace: Trace): Promise<void> {
  for await (const event of trace) traceEvents.publish(event);
}

/** The same transport; what crosses it, the subscribers of `hoplite:datagram` see first. */
export function observed(transport: Transport): Transport {
  const { name, clock, timestamps, capabilities } = transport;
  const asked = new Map<number, Uint8Array>();
  return {
    name,
    clock,
    timestamps,
    capabilities,
    open: (listener) => transport.open(publishing(listener, asked, clock)),
    send(batch) {
      for (const { id, datagram } of batch) asked.set(id, datagram);
      transport.send(batch);
    },
    sourceFor: (...asked) => transport.sourceFor(...asked),
    interrupted: (...told) => transport.interrupted?.(...told),
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

function publishing(listener: Listener, asked: Map<number, Uint8Array>, clock: Clock): Listener {
  const take = (id: number) => {
    const datagram = asked.get(id) ?? new Uint8Array(0);
    asked.delete(id);
    return datagram;
  };
  return {
    sent(id, at, actual, ...further) {
      const datagram = take(id);
      tell({ what: 'sent', at, id, datagram: actual ?? datagram });
      listener.sent(id, at, actual, ...further);
    },
    failed(id, error, at) {
      tell({ what: 'failed', at: at ?? clock.now(), error, id, datagram: take(id) });
      listener.failed(id, error, at);
    },
    received(datagram, at, ...further) {
      tell({ what: 'received', at, datagram });
      listener.received(datagram, at, ...further);
    },
    noticed: (code, text) => listener.noticed(code, text),
    broken: (error) => listener.broken(error),
  };
}

function tell(message: DatagramMessage): void {
  datagrams.publish(message);
}

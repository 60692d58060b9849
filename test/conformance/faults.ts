import type { Listener, Transport } from '@hoplite/engine';

/** What is changed of a transport, and of what its listener hears. */
interface Fault {
  readonly transport?: (good: Transport, listener: () => Listener) => Partial<Transport>;
  readonly listener?: (listener: Listener, good: Transport, isOpen: () => boolean) => Partial<Listener>;
}

/** For each law of the kit a transport that breaks it, and it alone, made from one that is good. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'of every datagram given to send it hears exactly once, that it was sent or that it failed': {
    listener: (listener) => ({
      sent(id, at) {
        listener.sent(id, at);
        if (id === 50) listener.sent(id, at);
      },
    }),
  },
  'it hears that a probe was sent before it hears an answer': {
    listener: (listener, { clock }, isOpen) => ({
      // Told when the answer has come.
      sent: (id, at) => void clock.wake(at + 20e6, () => isOpen() && listener.sent(id, at)),
    }),
  },
  'what it receives are whole IP datagrams, the answers to its probes among them': {
    listener: (listener) => ({ received: (datagram, at) => listener.received(datagram.subarray(0, -1), at) }),
  },
  'instants are whole, never in the future, and in the order of cause and effect': {
    listener: (listener) => ({ received: (datagram, at) => listener.received(datagram, at + 3e9) }),
  },
  'what it tells without a pause is in the order of the instants': {
    listener: (listener) => {
      let number = 0;
      return { received: (datagram, at) => listener.received(datagram, at - ++number) };
    },
  },
  'what it tells of a datagram is of that one: how it left, and what answers it': {
    listener: (listener) => ({ received: (datagram, at) => listener.received(datagram, at, [], 3) }),
  },
  'it is opened once: who comes second is refused, and hears nothing': {
    transport: (good) => {
      let opened: Promise<void> | null = null;
      return {
        open(listener) {
          opened ??= good.open(listener);
          return opened;
        },
      };
    },
  },
  'after close, however often, nothing is heard any more': {
    transport: (good, listener) => ({
      async close() {
        await good.close();
        listener().failed(1, { code: 'CLOSED', message: 'the transport is closed' });
      },
    }),
  },
  'the clock wakes at the instant or after it, and not at all once that was cancelled': {
    transport: ({ clock }) => ({
      clock: { origin: clock.origin, now: () => clock.now(), wake: (at, call) => clock.wake(at - 1e6, call) },
    }),
  },
  'the clock wakes nobody yet for an instant that is weeks off': {
    // As setTimeout does.
    transport: ({ clock }) => ({
      clock: {
        origin: clock.origin,
        now: () => clock.now(),
        wake: (at, call) => clock.wake(at - clock.now() > 2 ** 31 * 1e6 ? clock.now() + 1e6 : at, call),
      },
    }),
  },
  'the clock wakes only after all that had arrived by then was handed over': {
    listener: (listener, { clock }, isOpen) => ({
      received(datagram, at) {
        const copy = datagram.slice();
        clock.wake(at + 3e6, () => isOpen() && listener.received(copy, at));
      },
    }),
  },
  'the source address is of the destination’s family, and stays the same': {
    transport: (good) => {
      let calls = 0;
      return { sourceFor: async (destination) => (++calls > 1 ? '10.99.99.99' : good.sourceFor(destination)) };
    },
  },
  'a probe that cannot be sent fails with a code, and no other with it': {
    listener: (listener) => ({ failed: (id) => listener.failed(id, { code: '', message: 'something went wrong' }) }),
  },
  'an interface that is not there is refused, where probes may choose theirs': {
    transport: ({ capabilities }) => ({ capabilities: { ...capabilities, interfaces: true } }),
  },
  'that a trace was ended from outside changes nothing of what it carries': {
    transport: (good) => ({ interrupted: () => void good.close() }),
  },
  'its capabilities say what it can carry': {
    transport: ({ capabilities }) => ({ capabilities: { ...capabilities, families: [] } }),
  },
  'by icmp the first hop and the destination are heard too': {
    listener: (listener) => ({
      received: (datagram, at) => void (isEchoReply(datagram) || listener.received(datagram, at)),
    }),
  },
  'by tcp the first hop and the destination are heard too': {
    transport: ({ capabilities }) => ({ capabilities: { ...capabilities, protocols: ['udp', 'icmp'] } }),
  },
};

function isEchoReply(datagram: Uint8Array): boolean {
  return datagram[9] === 1 && datagram[20] === 0;
}

/** The transport with the fault in it. */
export function breakTransport(good: Transport, { transport, listener }: Fault): Transport {
  let heardBy: Listener | null = null;
  let open = true;
  const base: Transport = {
    name: good.name,
    clock: good.clock,
    timestamps: good.timestamps,
    capabilities: good.capabilities,
    open(opened) {
      heardBy = wrap(opened, listener?.(opened, good, () => open) ?? {});
      return good.open(heardBy);
    },
    send: (batch) => good.send(batch),
    sourceFor: (...asked) => good.sourceFor(...asked),
    close() {
      open = false;
      return good.close();
    },
    [Symbol.asyncDispose]: () => good.close(),
  };
  const opened = (): Listener => {
    if (heardBy === null) throw new Error('the transport was not opened');
    return heardBy;
  };
  return { ...base, ...transport?.(good, opened) };
}

function wrap(listener: Listener, changed: Partial<Listener>): Listener {
  return {
    sent: (...heard) => listener.sent(...heard),
    failed: (...heard) => listener.failed(...heard),
    received: (...heard) => listener.received(...heard),
    noticed: (...heard) => listener.noticed(...heard),
    broken: (...heard) => listener.broken(...heard),
    ...changed,
  };
}

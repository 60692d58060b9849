import { setImmediate } from 'node:timers';
import { type Address, addressFamily, decodeDatagram } from '@hoplite/codec';
import { directReply, portUnreachable, timeExceeded } from '@hoplite/testing';
import type { Listener, Outgoing, SendError, Transport } from '../transport.js';
import { VirtualClock } from '../virtual-clock.js';

/** A straight line of routers to a target, in virtual time; each hop adds a millisecond of round trip. */
export interface Line {
  readonly target: Address;
  /** The routers in order; null for one that says nothing. */
  readonly routers: readonly (Address | null)[];
  /** What else becomes of the probe with this number (from 0): lost, or answered so many milliseconds later, or so often. */
  readonly fate?: (
    number: number,
    ttl: number,
  ) => { lost?: boolean; delay?: number; copies?: number; error?: SendError };
}

/** A transport over a line, that can also say what was sent. */
export interface LineTransport extends Transport {
  readonly clock: VirtualClock;
  readonly sent: readonly { readonly at: number; readonly ttl: number }[];
  readonly listener: () => Listener | null;
}

export function createLine({ target, routers, fate = () => ({}) }: Line): LineTransport {
  const clock = new VirtualClock(1_700_000_000_000_000_000n, (task) => void setImmediate(task));
  const sent: { at: number; ttl: number }[] = [];
  let listener: Listener | null = null;
  const carry = ({ id, datagram }: Outgoing): void => {
    const ttl = ttlOf(datagram);
    const { lost = false, delay = 0, copies = 1, error } = fate(sent.length, ttl);
    sent.push({ at: clock.now(), ttl });
    if (error !== undefined) {
      listener?.failed(id, error);
      return;
    }
    listener?.sent(id, clock.now());
    const answer = lost ? null : answerOf(datagram, ttl, target, routers);
    if (answer === null) return;
    for (let copy = 0; copy < copies; copy++) {
      const at = clock.now() + (Math.min(ttl, routers.length + 1) + delay + copy / 10) * 1e6;
      clock.arrive(at, () => listener?.received(answer, clock.now()));
    }
  };
  return {
    name: 'line',
    clock,
    sent,
    listener: () => listener,
    timestamps: 'virtual',
    capabilities: {
      families: [4, 6],
      protocols: ['udp', 'icmp', 'tcp'],
      fields: ['identification', 'checksum', 'identifier', 'sequenceNumber', 'sourcePort', 'typeOfService'],
      needsPrivilege: false,
      inFlight: 500,
    },
    async open(opened) {
      listener = opened;
    },
    send(batch) {
      for (const outgoing of batch) carry(outgoing);
    },
    async sourceFor(destination) {
      return addressFamily(destination) === 4 ? '10.0.0.1' : '2001:db8::1';
    },
    async close() {
      listener = null;
    },
    async [Symbol.asyncDispose]() {
      listener = null;
    },
  };
}

function ttlOf(datagram: Uint8Array): number {
  return (datagram[0] ?? 0) >> 4 === 4 ? (datagram[8] ?? 0) : (datagram[7] ?? 0);
}

function answerOf(probe: Uint8Array, ttl: number, target: Address, routers: Line['routers']): Uint8Array | null {
  if (ttl <= routers.length) {
    const router = routers[ttl - 1];
    return router == null ? null : timeExceeded(probe, router);
  }
  const decoded = decodeDatagram(probe);
  const udp = decoded.ok && decoded.value.payload.kind === 'udp';
  return udp ? portUnreachable(probe, target) : directReply(probe);
}

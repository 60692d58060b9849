import type { Address, AddressFamily } from '@hoplite/codec';
import type { Instant } from '@hoplite/engine';
import { ICMP, ICMPV6, type ProbeHeader, portAt, TCP, UDP } from './probe-header.js';
import { rebuildIpv6 } from './rebuild.js';
import { RawSocket, type Received, type SocketEvents, type System } from './socket.js';

/** A datagram that arrived, and what of it is made up. */
export interface Arrival {
  readonly datagram: Uint8Array;
  readonly at: Instant;
  readonly reconstructed: readonly string[];
}

/**
 * The sockets that receive: ICMP of each family from the beginning, UDP and TCP from the first probe of theirs on, since
 * each of these gets a copy of all that arrives at this host.
 */
export class Receiver {
  readonly #system: System;
  readonly #device: string | null;
  readonly #events: SocketEvents;
  readonly #sockets = new Map<string, RawSocket>();
  /** The IPv6 addresses that probes left from. */
  readonly #sources = new Set<Address>();
  /** The ports that probes left from, by protocol. */
  readonly #ports = new Map<number, Set<number>>([
    [UDP, new Set()],
    [TCP, new Set()],
  ]);
  #arrivals: Arrival[] = [];

  constructor(system: System, device: string | null, events: SocketEvents) {
    this.#system = system;
    this.#device = device;
    this.#events = events;
  }

  /** Begins to receive ICMP. Throws where the system refuses a socket. */
  open(families: readonly AddressFamily[]): void {
    for (const family of families) this.#openSocket(family, family === 4 ? ICMP : ICMPV6);
  }

  /** Begins to receive what may answer such a probe. Throws where the system refuses a socket. */
  expect({ family, protocol, source, sourcePort }: ProbeHeader): void {
    if (sourcePort !== null) {
      this.#openSocket(family, protocol);
      this.#ports.get(protocol)?.add(sourcePort);
    }
    if (family === 6) this.#sources.add(source);
  }

  /** Binds all anew where the interface was made anew. Throws where there is none, or this process may not. */
  followInterface(): void {
    for (const socket of this.#sockets.values()) socket.followInterface();
  }

  /** Reads what has arrived, of each socket so much at the most, and keeps it with the instant at which it was read. */
  read(now: () => Instant, most: number): void {
    for (const socket of this.#sockets.values()) {
      for (let count = 0; count < most; count++) {
        const received = socket.receive();
        if (received === null) break;
        const at = now();
        const arrival = this.#isForProbes(socket, received) ? this.#asDatagram(socket, received) : null;
        if (arrival !== null) this.#arrivals.push({ ...arrival, at });
      }
    }
  }

  /** What was read since it was asked last, in the order of the instants. */
  takeArrivals(): readonly Arrival[] {
    const arrivals = this.#arrivals;
    this.#arrivals = [];
    return arrivals;
  }

  /** How many datagrams found a buffer full so far. */
  get dropped(): number {
    let dropped = 0;
    for (const socket of this.#sockets.values()) dropped += socket.dropped;
    return dropped;
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  #openSocket(family: AddressFamily, protocol: number): void {
    const key = `${family} ${protocol}`;
    if (this.#sockets.has(key)) return;
    this.#sockets.set(key, new RawSocket(this.#system, { family, protocol, device: this.#device }, this.#events));
  }

  /** Of UDP and TCP only what is sent to a port that probes left from; the rest is other programs' business. */
  #isForProbes({ family, protocol }: RawSocket, { bytes }: Received): boolean {
    const ports = this.#ports.get(protocol);
    if (ports === undefined) return true;
    const start = family === 4 ? ((bytes[0] ?? 0) & 0xf) * 4 : 0;
    const from = portAt(bytes, start, protocol);
    const to = portAt(bytes, start + 2, protocol);
    // A TCP port is held by a connection to itself; nobody probes a port from the same one.
    return to !== null && ports.has(to) && (protocol !== TCP || from !== to);
  }

  #asDatagram({ family, protocol }: RawSocket, { bytes, from }: Received): Omit<Arrival, 'at'> | null {
    if (family === 4) return { datagram: bytes, reconstructed: [] };
    const [source = ''] = from.split('%');
    return rebuildIpv6(bytes, protocol, source, [...this.#sources]);
  }
}

import { type AddressFamily, encodeDatagram } from '@hoplite/codec';
import type { Environment } from '../carrier.js';
import { EpollEvent, Ipv6Option, Level, Protocol, SocketOption, SocketType } from '../constants.js';
import { type Ancillary, decodeControl } from '../control-messages.js';
import { Drops } from '../drops.js';
import { SystemError } from '../errno.js';
import { type Message, MOST_READ_AT_ONCE } from '../message-batch.js';
import { decodeSocketAddress } from '../sockaddr.js';
import { Socket } from '../socket.js';
import { attachFilter } from './attach-filter.js';
import { MOST_NUMBERS, replyFilter } from './filter.js';

/** A raw socket that receives the replies of one protocol, and of those only what a probe of ours may have caused. */
export class Receiver {
  readonly #environment: Environment;
  readonly #family: AddressFamily;
  readonly #protocol: 'udp' | 'icmp' | 'tcp';
  readonly #socket: Socket;
  /** The source ports or identifiers of our probes, the least recently used first. */
  readonly #numbers = new Set<number>();
  readonly #drops: Drops;

  /** Throws `SystemError`. */
  constructor(environment: Environment, family: AddressFamily, protocol: 'udp' | 'icmp' | 'tcp', bufferSize: number) {
    this.#environment = environment;
    this.#family = family;
    this.#protocol = protocol;
    const icmp = family === 4 ? Protocol.icmp : Protocol.icmpv6;
    this.#socket = new Socket(
      environment.libc,
      family,
      SocketType.raw,
      protocol === 'icmp' ? icmp : Protocol[protocol],
    );
    this.#drops = new Drops(this.#socket, environment.inbox);
    try {
      this.#configure(bufferSize);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Lets the replies to a source port or identifier pass. Throws `SystemError`. */
  admit(number: number): void {
    const isAdmitted = this.#numbers.delete(number);
    if (!isAdmitted) this.#forgetOldest(MOST_NUMBERS - 1);
    this.#numbers.add(number);
    if (isAdmitted) return;
    try {
      while (!this.#hasRoomForFilter()) this.#forgetOldest(Math.floor(this.#numbers.size / 2));
    } catch (error) {
      this.#numbers.delete(number);
      throw error;
    }
  }

  /** Only that interface from now on. Throws `SystemError`. */
  bindToDevice(name: string): void {
    this.#socket.bindToDevice(name);
  }

  close(): void {
    this.#environment.poller.remove(this.#socket.fd);
    this.#socket.close();
  }

  #configure(bufferSize: number): void {
    const socket = this.#socket;
    // Before anything else, so that nothing comes in that the filter has not seen.
    this.#attachFilter();
    socket.growReceiveBuffer(bufferSize);
    socket.set(Level.socket, SocketOption.timestampNanoseconds, 1);
    socket.set(Level.socket, SocketOption.receiveQueueOverflow, 1);
    if (this.#family === 6) {
      for (const option of SHOWN_BESIDE_IPV6) socket.set(Level.ipv6, option, 1);
    }
    const { bound } = this.#environment.devices;
    if (bound !== null) socket.bindToDevice(bound.name);
    this.#environment.poller.add(socket.fd, EpollEvent.in, () => this.#drain());
  }

  /** Until so many are left. */
  #forgetOldest(left: number): void {
    for (const oldest of this.#numbers) {
      if (this.#numbers.size <= left) return;
      this.#numbers.delete(oldest);
    }
  }

  /** Attaches it, or returns false where the system has no room for so long a one (`net.core.optmem_max`). */
  #hasRoomForFilter(): boolean {
    try {
      this.#attachFilter();
      return true;
    } catch (error) {
      if (error instanceof SystemError && error.code === 'ENOMEM' && this.#numbers.size > 1) return false;
      throw error;
    }
  }

  #attachFilter(): void {
    const { libc } = this.#environment;
    attachFilter(libc, this.#socket, replyFilter(this.#family, this.#protocol, this.#numbers));
  }

  #drain(): void {
    const { receiveBatch } = this.#environment;
    let count = 0;
    while (count < MOST_READ_AT_ONCE) {
      const messages = receiveBatch.receive(this.#socket.fd, 'data');
      if (typeof messages === 'number') break;
      count += messages.length;
      for (const message of messages) this.#take(message);
    }
    this.#drops.drained(count);
  }

  #take(message: Message): void {
    const said = decodeControl(message.control);
    this.#drops.heard(said.dropped);
    const datagram = this.#family === 4 ? message.data.slice() : rebuildIpv6(message, said, Protocol[this.#next]);
    if (datagram === null) return;
    const { inbox, clock } = this.#environment;
    inbox.add({ kind: 'received', datagram, stamp: said.stamp, at: clock.now(), reconstructed: null, answers: null });
  }

  get #next(): 'udp' | 'tcp' | 'icmpv6' {
    return this.#protocol === 'icmp' ? 'icmpv6' : this.#protocol;
  }
}

const SHOWN_BESIDE_IPV6 = [
  Ipv6Option.receivePacketInformation,
  Ipv6Option.receiveHopLimit,
  Ipv6Option.receiveTrafficClass,
  Ipv6Option.flowInformation,
];

/** A raw IPv6 socket shows no header, but beside the datagram all that a header without extensions holds. */
function rebuildIpv6({ data, name }: Message, said: Ancillary, nextHeader: number): Uint8Array | null {
  const from = decodeSocketAddress(name);
  if (from === null || said.destination === null) return null;
  return encodeDatagram({
    ip: {
      version: 6,
      trafficClass: said.typeOfService ?? 0,
      flowLabel: said.flowLabel ?? 0,
      nextHeader,
      hopLimit: said.ttl ?? 0,
      source: from.address,
      destination: said.destination,
      extensionHeaders: [],
    },
    payload: { kind: 'opaque', bytes: data },
  });
}

import type { Address, AddressFamily } from '@hoplite/codec';
import {
  type Capabilities,
  CHOSEN_FIELDS,
  type Instant,
  type Listener,
  type Outgoing,
  type SendError,
  type Transport,
} from '@hoplite/engine';
import { ProcessClock } from './clock.js';
import { OwnAddresses } from './own-addresses.js';
import { SourcePorts } from './ports.js';
import { TCP } from './probe-header.js';
import { type Arrival, Receiver } from './receiver.js';
import { Sender, type Sent, type Unsent } from './sender.js';
import { asSendError, type System } from './socket.js';
import { sourceFor } from './source.js';

/** What the system was seen to grant. */
export interface Grant {
  readonly families: readonly AddressFamily[];
  /** Bytes of a receive buffer. */
  readonly bufferSize: number;
}

/** How many datagrams of a socket are read before probes and timers get their turn. */
const READ_AT_ONCE = 256;

/**
 * Raw sockets of npm raw-socket as a transport. All that happens is told by one function, whatever made it look: what
 * became of probes and what arrived, in the order of the instants.
 */
export class RawTransport implements Transport {
  readonly name = 'raw';
  readonly timestamps = 'process';
  readonly clock: ProcessClock;
  readonly capabilities: Capabilities;
  readonly #system: System;
  readonly #device: string | null;
  readonly #receiver: Receiver;
  readonly #sender: Sender;
  readonly #ports = new SourcePorts();
  #listener: Listener | null = null;
  #state: 'new' | 'open' | 'closed' = 'new';
  #closing: Promise<void> | null = null;
  #dropped = 0;
  #followedAt: Instant = Number.NEGATIVE_INFINITY;

  constructor(system: System, device: string | null, { families, bufferSize }: Grant) {
    this.#system = system;
    this.#device = device;
    // All that can wait: what comes while that is read did not arrive by the instant of the wake.
    this.clock = new ProcessClock(() => this.#report(Math.ceil(bufferSize / LEAST_OF_BUFFER)));
    this.capabilities = {
      families,
      protocols: system.platform.protocols,
      fields: CHOSEN_FIELDS,
      needsPrivilege: true,
      inFlight: Math.max(1, Math.floor(bufferSize / MOST_OF_BUFFER)),
    };
    this.#receiver = new Receiver(system, device, this.#events);
    const own = new OwnAddresses(system.addresses);
    this.#sender = new Sender(device, {
      now: () => this.clock.now(),
      owns: (address) => own.has(address, this.clock.now()),
      followInterface: () => this.#followInterface(),
      expect: (header) => this.#receiver.expect(header),
      glance: () => this.#read(READ_AT_ONCE),
      // Nobody hears of a datagram while giving it to be sent.
      settled: () => queueMicrotask(() => this.#report(READ_AT_ONCE)),
    });
  }

  async open(listener: Listener): Promise<void> {
    if (this.#state !== 'new') throw new Error('a transport is opened once');
    this.#state = 'open';
    this.#listener = listener;
    try {
      this.#receiver.open(this.capabilities.families);
      this.#sender.open(this.#system, this.capabilities.families, this.#events);
    } catch (error) {
      await this.close();
      const { code, message } = asSendError(error);
      throw Object.assign(new Error(message, { cause: error }), { code });
    }
  }

  send(batch: readonly Outgoing[]): void {
    if (this.#state !== 'open') throw new Error('the transport is not open');
    this.#sender.send(batch);
  }

  sourceFor(destination: Address): Promise<Address> {
    return sourceFor(destination, this.#device);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#state = 'closed';
    this.#listener = null;
    this.clock.close();
    this.#sender.close();
    this.#receiver.close();
    await this.#ports.close();
    // The package's sockets leave the loop at the end of its turn, and say nothing when they have.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  }

  /** Throws where that is gone, each time until it is back. */
  #followInterface(): void {
    const now = this.clock.now();
    if (this.#device === null || now - this.#followedAt < TRUST) return;
    this.#sender.followInterface();
    this.#receiver.followInterface();
    this.#followedAt = now;
  }

  get #events() {
    return {
      readable: () => this.#report(READ_AT_ONCE),
      broken: (error: SendError) => this.#listener?.broken(error),
    };
  }

  /** Tells what happened; of each socket it reads so many datagrams at the most. */
  #report(most: number): void {
    this.#read(most);
    // Of one instant fates come first: sorting keeps them before what answers them.
    const happenings = [...this.#sender.takeFates(), ...this.#receiver.takeArrivals()].sort((a, b) => a.at - b.at);
    for (const happening of happenings) {
      if ('datagram' in happening) this.#tellArrived(happening);
      else if ('error' in happening) this.#tellFailed(happening);
      else this.#tellSent(happening);
    }
    this.#tellDropped();
  }

  #read(most: number): void {
    this.#receiver.read(() => this.clock.now(), most);
  }

  #tellSent({ outgoing, header, at }: Sent): void {
    const { sourcePort, protocol, source, unknown } = header;
    if (unknown.length === 0) this.#listener?.sent(outgoing.id, at);
    else this.#listener?.sent(outgoing.id, at, outgoing.datagram, unknown);
    if (sourcePort !== null) this.#ports.hold(protocol === TCP ? 'tcp' : 'udp', source, sourcePort);
  }

  #tellFailed({ outgoing, error, at }: Unsent): void {
    this.#listener?.failed(outgoing.id, error, at);
  }

  #tellArrived({ datagram, at, reconstructed }: Arrival): void {
    this.#listener?.received(datagram, at, reconstructed);
  }

  #tellDropped(): void {
    const lost = this.#receiver.dropped - this.#dropped;
    if (lost === 0) return;
    this.#dropped += lost;
    this.#listener?.noticed('overflow', `${lost} datagrams found the receive buffer full`);
  }
}

/** So long an interface is taken to be the one that it was: in nanoseconds. */
const TRUST: Instant = 100e6;

/** How much of a receive buffer one ICMP error takes in Linux at the most, its bookkeeping counted: IPv6, 1280 bytes. */
const MOST_OF_BUFFER = 2304;
/** And the shortest of all datagrams at the least. */
const LEAST_OF_BUFFER = 512;

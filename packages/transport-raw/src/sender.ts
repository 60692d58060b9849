import type { Address, AddressFamily } from '@hoplite/codec';
import type { Instant, Outgoing, SendError } from '@hoplite/engine';
import { type ProbeHeader, readProbeHeader } from './probe-header.js';
import { asSendError, RawSocket, SEND_ONLY, type SocketEvents, type System } from './socket.js';
import { scoped } from './source.js';

/** What became of a datagram, and when it was given to the system. */
export type Fate = Sent | Unsent;

export interface Sent {
  readonly outgoing: Outgoing;
  readonly header: ProbeHeader;
  readonly at: Instant;
}

export interface Unsent {
  readonly outgoing: Outgoing;
  readonly error: SendError;
  readonly at: Instant;
}

/** What a sender asks of its transport. */
export interface SenderHost {
  now(): Instant;
  /** Whether an address is this host's. */
  owns(address: Address): boolean;
  /** Moves to the interface that was made anew, if it was. Throws where there is none. */
  followInterface(): void;
  /** Makes ready for the answers to such a probe. Throws where the system refuses a socket. */
  expect(header: ProbeHeader): void;
  /** Reads what has arrived: the stamp of a reply is the instant at which it is read. */
  glance(): void;
  /** Fates wait to be taken. */
  settled(): void;
}

/** How long a full send buffer is left alone, in milliseconds. */
const PAUSE = 1;

/** The sockets that send whole datagrams, one for each family. */
export class Sender {
  readonly #host: SenderHost;
  readonly #sockets = new Map<AddressFamily, RawSocket>();
  readonly #device: string | null;
  #outbox: Outgoing[] = [];
  #fates: Fate[] = [];
  #retry: NodeJS.Timeout | null = null;

  constructor(device: string | null, host: SenderHost) {
    this.#device = device;
    this.#host = host;
  }

  /** Throws where the system refuses a socket. */
  open(system: System, families: readonly AddressFamily[], events: SocketEvents): void {
    for (const family of families) {
      this.#sockets.set(family, new RawSocket(system, { family, protocol: SEND_ONLY, device: this.#device }, events));
    }
  }

  send(batch: readonly Outgoing[]): void {
    this.#outbox.push(...batch);
    if (this.#retry === null) this.#flush();
  }

  /** Binds all anew where the interface was made anew. Throws where there is none, or this process may not. */
  followInterface(): void {
    for (const socket of this.#sockets.values()) socket.followInterface();
  }

  /** What became of datagrams since it was asked last. */
  takeFates(): readonly Fate[] {
    const fates = this.#fates;
    this.#fates = [];
    return fates;
  }

  close(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#outbox = [];
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  /** Sends until the send buffer is full, and comes back to what is left. */
  #flush(): void {
    this.#retry = null;
    let sent = 0;
    for (const outgoing of this.#outbox) {
      const fate = this.#transmit(outgoing);
      if ('error' in fate && fate.error.code === 'EAGAIN') {
        this.#retry = setTimeout(() => this.#flush(), PAUSE);
        break;
      }
      this.#fates.push(fate);
      sent++;
    }
    this.#outbox = this.#outbox.slice(sent);
    this.#host.settled();
  }

  #transmit(outgoing: Outgoing): Fate {
    const failed = (error: SendError): Unsent => ({ outgoing, error, at: this.#host.now() });
    const header = readProbeHeader(outgoing.datagram);
    if (header === null) return failed({ code: 'EINVAL', message: 'the bytes are no datagram' });
    const socket = this.#sockets.get(header.family);
    if (socket === undefined) {
      return failed({ code: 'EAFNOSUPPORT', message: `no raw sockets for IPv${header.family} here` });
    }
    try {
      // First: with an interface its addresses are gone too.
      this.#host.followInterface();
      if (!this.#host.owns(header.source)) {
        return failed({ code: 'EADDRNOTAVAIL', message: `${header.source} is no address of this host` });
      }
      this.#host.expect(header);
    } catch (error) {
      return failed(this.#explained(asSendError(error)));
    }
    const destination = scoped(header.destination, this.#device);
    const at = this.#host.now();
    const error = socket.send(outgoing.datagram, destination);
    this.#host.glance();
    return error === null ? { outgoing, header, at } : { outgoing, error: this.#explained(error), at };
  }

  #explained(error: SendError): SendError {
    const isGone = error.code === 'ENODEV' && this.#device !== null;
    return isGone ? { code: error.code, message: `there is no interface ${this.#device}` } : error;
  }
}

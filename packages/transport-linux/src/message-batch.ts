import { MessageFlag } from './constants.js';
import type { Libc } from './libc.js';

/** `struct mmsghdr`: a `struct msghdr` of 56 bytes, and the length that was sent or received. */
const HEADER = {
  size: 64,
  nameLength: 8,
  vector: 16,
  vectors: 24,
  control: 32,
  controlLength: 40,
  flags: 48,
  length: 56,
};
const VECTOR = 16;
const NAME = 32;
const CONTROL = 512;

/** The longest IP datagram. */
const DATA = 65_536;

/** Of one socket so many datagrams are read before others have their turn: in a flood there is no end of them. */
export const MOST_READ_AT_ONCE = 1024;

/** A datagram as the kernel handed it over; borrowed until the next ones are. */
export interface Message {
  readonly data: Uint8Array;
  /** A socket address. */
  readonly name: Uint8Array;
  readonly control: Uint8Array;
}

/** Memory for several datagrams to be received by one system call. */
export class ReceiveBatch {
  readonly #libc: Libc;
  readonly #slots: number;
  readonly #headers: Uint8Array;
  readonly #headersView: DataView;
  readonly #vectors: Uint8Array;
  readonly #names: Uint8Array;
  readonly #controls: Uint8Array;
  readonly #data: Uint8Array;

  constructor(libc: Libc, slots = 16) {
    this.#libc = libc;
    this.#slots = slots;
    this.#headers = new Uint8Array(slots * HEADER.size);
    this.#headersView = new DataView(this.#headers.buffer);
    this.#vectors = new Uint8Array(slots * VECTOR);
    this.#names = new Uint8Array(slots * NAME);
    this.#controls = new Uint8Array(slots * CONTROL);
    this.#data = new Uint8Array(slots * DATA);
    this.#layOut();
  }

  /** The next datagrams of a socket's queue; an error number, negative, where there are none. */
  receive(fd: number, queue: 'data' | 'errors'): readonly Message[] | number {
    for (let slot = 0; slot < this.#slots; slot++) this.#offer(slot);
    const flags = MessageFlag.dontWait | (queue === 'errors' ? MessageFlag.errorQueue : 0);
    const count = this.#libc.recvmmsg(fd, this.#headers, this.#slots, flags);
    return count < 0 ? count : Array.from({ length: count }, (_, slot) => this.#message(slot));
  }

  #layOut(): void {
    const [names, vectors, controls, data] = [this.#names, this.#vectors, this.#controls, this.#data].map((buffer) =>
      this.#libc.address(buffer),
    ) as [bigint, bigint, bigint, bigint];
    const vectorsView = new DataView(this.#vectors.buffer);
    for (let slot = 0; slot < this.#slots; slot++) {
      const header = slot * HEADER.size;
      this.#headersView.setBigUint64(header, names + BigInt(slot * NAME), true);
      this.#headersView.setBigUint64(header + HEADER.vector, vectors + BigInt(slot * VECTOR), true);
      this.#headersView.setBigUint64(header + HEADER.vectors, 1n, true);
      this.#headersView.setBigUint64(header + HEADER.control, controls + BigInt(slot * CONTROL), true);
      vectorsView.setBigUint64(slot * VECTOR, data + BigInt(slot * DATA), true);
      vectorsView.setBigUint64(slot * VECTOR + 8, BigInt(DATA), true);
    }
  }

  /** The kernel writes how long name and control messages were over how long they may be. */
  #offer(slot: number): void {
    const header = slot * HEADER.size;
    this.#headersView.setUint32(header + HEADER.nameLength, NAME, true);
    this.#headersView.setUint32(header + HEADER.controlLength, CONTROL, true);
  }

  #message(slot: number): Message {
    const header = slot * HEADER.size;
    const length = (offset: number, most: number) => Math.min(this.#headersView.getUint32(header + offset, true), most);
    return {
      data: this.#data.subarray(slot * DATA, slot * DATA + length(HEADER.length, DATA)),
      name: this.#names.subarray(slot * NAME, slot * NAME + length(HEADER.nameLength, NAME)),
      control: this.#controls.subarray(slot * CONTROL, slot * CONTROL + length(HEADER.controlLength, CONTROL)),
    };
  }
}

/** A datagram to send. */
export interface OutgoingMessage {
  readonly data: Uint8Array;
  /** A socket address. */
  readonly name: Uint8Array;
  readonly control: Uint8Array | null;
}

/** How many may be sent by one system call. */
export const MOST_SENT_AT_ONCE = 64;

/** Memory for several datagrams to be sent by one system call. */
export class SendBatch {
  readonly #libc: Libc;
  readonly #headers = new Uint8Array(MOST_SENT_AT_ONCE * HEADER.size);
  readonly #headersView: DataView = new DataView(this.#headers.buffer);
  readonly #vectors = new Uint8Array(MOST_SENT_AT_ONCE * VECTOR);
  readonly #vectorsView: DataView = new DataView(this.#vectors.buffer);
  /** A copy of what is sent: V8 moves small arrays, and the kernel wants an address that stays. */
  #arena = new Uint8Array(MOST_SENT_AT_ONCE * 2048);

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Sends the first ones, `MOST_SENT_AT_ONCE` at the most; returns how many, or the negative error number of the first. */
  send(fd: number, messages: readonly OutgoingMessage[]): number {
    const batch = messages.slice(0, MOST_SENT_AT_ONCE);
    const needed = batch.reduce((sum, { data, name, control }) => sum + aligned(data, name, control), 0);
    if (needed > this.#arena.length) this.#arena = new Uint8Array(needed);
    const base = this.#libc.address(this.#arena);
    const vectors = this.#libc.address(this.#vectors);
    let used = 0;
    const place = (bytes: Uint8Array): bigint => {
      this.#arena.set(bytes, used);
      const at = base + BigInt(used);
      used += (bytes.length + 7) & ~7;
      return at;
    };
    for (const [slot, { data, name, control }] of batch.entries()) {
      const header = slot * HEADER.size;
      this.#vectorsView.setBigUint64(slot * VECTOR, place(data), true);
      this.#vectorsView.setBigUint64(slot * VECTOR + 8, BigInt(data.length), true);
      this.#headersView.setBigUint64(header, place(name), true);
      this.#headersView.setUint32(header + HEADER.nameLength, name.length, true);
      this.#headersView.setBigUint64(header + HEADER.vector, vectors + BigInt(slot * VECTOR), true);
      this.#headersView.setBigUint64(header + HEADER.vectors, 1n, true);
      this.#headersView.setBigUint64(header + HEADER.control, control === null ? 0n : place(control), true);
      this.#headersView.setBigUint64(header + HEADER.controlLength, BigInt(control?.length ?? 0), true);
    }
    return this.#libc.sendmmsg(fd, this.#headers, batch.length, MessageFlag.noSignal | MessageFlag.dontWait);
  }
}

function aligned(...parts: readonly (Uint8Array | null)[]): number {
  return parts.reduce((sum, part) => sum + (((part?.length ?? 0) + 7) & ~7), 0);
}

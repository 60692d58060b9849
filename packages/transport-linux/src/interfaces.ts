import type { Instant } from '@hoplite/engine';
import { Protocol, SocketType } from './constants.js';
import type { Libc } from './libc.js';
import { Socket } from './socket.js';

/** A network interface of this machine. */
export interface Device {
  readonly name: string;
  /** The kernel's number of it, which an address of its link alone needs beside it. */
  readonly index: number;
}

/** The interface of that name; null where there is none. Throws `SystemError`. */
export function findDevice(libc: Libc, name: string): Device | null {
  const index = ask(libc, name, SIOCGIFINDEX);
  return index === null ? null : { name, index: index.getInt32(0, true) };
}

/** Throws `SystemError`. */
export function isUp(libc: Libc, { name }: Device): boolean {
  return ((ask(libc, name, SIOCGIFFLAGS)?.getUint16(0, true) ?? 0) & IFF_UP) !== 0;
}

/** The interfaces that probes ask for by name. */
export class Devices {
  readonly #libc: Libc;
  readonly #known = new Map<string, Device>();
  #bound: Device | null;
  /** Whether there was none of its name when it was looked for last. */
  #isGone = false;
  #lookedAt: Instant = Number.NEGATIVE_INFINITY;

  constructor(libc: Libc, bound: Device | null) {
    this.#libc = libc;
    this.#bound = bound;
  }

  /** The one that everything is bound to, as it was last found; null for what the routes say. */
  get bound(): Device | null {
    return this.#bound;
  }

  /** The one of that name, without a name the one that is bound to; undefined where there is none. Throws `SystemError`. */
  of(name: string | undefined): Device | null | undefined {
    if (name === undefined) return this.#isGone ? undefined : this.#bound;
    return this.#known.get(name) ?? this.find(name);
  }

  /** The same, as it is now: one that is made anew has the name of the old one and another number. Throws `SystemError`. */
  find(name: string | undefined = this.#bound?.name): Device | null | undefined {
    if (name === undefined) return null;
    const device = findDevice(this.#libc, name);
    if (device === null) this.#known.delete(name);
    else this.#known.set(name, device);
    if (name === this.#bound?.name) {
      this.#isGone = device === null;
      this.#bound = device ?? this.#bound;
    }
    return device ?? undefined;
  }

  /** Looks whether the one that is bound to was made anew, unless it did a moment ago. Throws `SystemError`. */
  look(now: Instant): void {
    if (this.#bound === null || now - this.#lookedAt < TRUST) return;
    this.#lookedAt = now;
    this.find();
  }
}

/** So long an interface is taken to be the one that it was: in nanoseconds. */
const TRUST: Instant = 100e6;

/** `linux/if.h`: `struct ifreq` is a name of 16 bytes and the answer. What is under /sys may be another namespace's. */
const REQUEST = { size: 40, name: 16 };
const IFF_UP = 1;

/** `linux/sockios.h` */
const SIOCGIFFLAGS = 0x8913;
const SIOCGIFINDEX = 0x8933;

/** Null where there is no such interface. */
function ask(libc: Libc, name: string, question: number): DataView | null {
  const bytes = new TextEncoder().encode(name);
  // The kernel would take what is before a colon.
  if (bytes.length === 0 || bytes.length >= REQUEST.name || /[:\0]/.test(name)) return null;
  const request = new Uint8Array(REQUEST.size);
  request.set(bytes);
  const socket = new Socket(libc, 4, SocketType.datagram, Protocol.udp);
  try {
    return libc.ioctl(socket.fd, question, request) < 0 ? null : new DataView(request.buffer, REQUEST.name);
  } finally {
    socket.close();
  }
}

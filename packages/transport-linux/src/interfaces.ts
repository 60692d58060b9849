import { readFileSync } from 'node:fs';

/** A network interface of this machine. */
export interface Device {
  readonly name: string;
  /** The kernel's number of it, which an address of its link alone needs beside it. */
  readonly index: number;
}

/** The interface of that name; null where there is none. */
export function findDevice(name: string): Device | null {
  const index = read(name, 'ifindex');
  return index === null ? null : { name, index };
}

export function isUp({ name }: Device): boolean {
  return ((read(name, 'flags') ?? 0) & IFF_UP) !== 0;
}

/** The interfaces that probes ask for by name, each looked up once. */
export class Devices {
  /** The one that everything is bound to; null for what the routes say. */
  readonly bound: Device | null;
  readonly #known = new Map<string, Device>();

  constructor(bound: Device | null) {
    this.bound = bound;
  }

  /** The one of that name, without a name the one that is bound to; undefined where there is none of that name. */
  of(name: string | undefined): Device | null | undefined {
    if (name === undefined) return this.bound;
    const device = this.#known.get(name) ?? findDevice(name) ?? undefined;
    if (device !== undefined) this.#known.set(name, device);
    return device;
  }
}

/** `linux/if.h` */
const IFF_UP = 1;

function read(name: string, what: 'ifindex' | 'flags'): number | null {
  if (!/^[^/\s]{1,15}$/.test(name) || name === '.' || name === '..') return null;
  try {
    return Number(readFileSync(`/sys/class/net/${name}/${what}`, 'utf8'));
  } catch {
    return null;
  }
}

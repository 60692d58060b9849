import { networkInterfaces } from 'node:os';
import type { Address } from '@hoplite/codec';
import type { Instant } from '@hoplite/engine';
import { canonical } from './source.js';

/** So long what was read of this host's addresses is taken to hold: in nanoseconds. */
const TRUST: Instant = 100e6;

/** Whether an address is this host's: a raw socket sends from any, and nobody would answer. */
export class OwnAddresses {
  readonly #list: () => readonly Address[];
  #known: ReadonlySet<Address> = new Set();
  #readAt: Instant = Number.NEGATIVE_INFINITY;

  constructor(list: () => readonly Address[] = addressesOfHost) {
    this.#list = list;
  }

  has(address: Address, now: Instant): boolean {
    // All of 127.0.0.0/8 is (RFC 1122 section 3.2.1.3), whatever is listed.
    if (address.startsWith('127.')) return true;
    if (now - this.#readAt >= TRUST || !this.#known.has(address)) {
      this.#known = new Set(this.#list());
      this.#readAt = now;
    }
    return this.#known.has(address);
  }
}

function addressesOfHost(): readonly Address[] {
  return Object.values(networkInterfaces()).flatMap((own = []) => own.flatMap(({ address }) => canonical(address)));
}

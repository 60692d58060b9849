import type { Address } from '@hoplite/codec';
import { addressHash } from '../packet/flow-hash.js';

/** Who is meant by a number on the outside. */
export interface Inside {
  readonly address: Address;
  /** The source port, or the identifier of an echo request. */
  readonly number: number;
}

/** The translations that a NAT has made. They never end, and do not depend on whom the packet is for (RFC 4787 section 4.1). */
export class NatTable {
  readonly #salt: number;
  readonly #outside = new Map<string, number>();
  readonly #inside = new Map<string, Inside>();

  constructor(salt: number) {
    this.#salt = salt;
  }

  /** The number outside; a function of what is inside, as long as no two want the same. */
  translate(protocol: number, { address, number }: Inside, keep: boolean): number {
    const key = `${protocol} ${address} ${number}`;
    const known = this.#outside.get(key);
    if (known !== undefined) return known;
    if (this.#outside.size >= PORTS) this.#forget();
    const wanted = keep && number > 0 ? number : FIRST + (addressHash(address, this.#salt ^ number) % PORTS);
    let outside = wanted;
    while (this.#inside.has(`${protocol} ${outside}`)) outside = outside >= LAST ? FIRST : Math.max(FIRST, outside + 1);
    this.#outside.set(key, outside);
    this.#inside.set(`${protocol} ${outside}`, { address, number });
    return outside;
  }

  find(protocol: number, outside: number): Inside | null {
    return this.#inside.get(`${protocol} ${outside}`) ?? null;
  }

  /** A full table begins anew. */
  #forget(): void {
    this.#outside.clear();
    this.#inside.clear();
  }
}

/** The ports above the well-known ones. */
const FIRST = 1024;
const LAST = 65535;
const PORTS = LAST - FIRST + 1;

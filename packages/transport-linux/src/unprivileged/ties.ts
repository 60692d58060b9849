import type { Address } from '@hoplite/codec';
import type { Probe } from '../probe.js';

interface Tied {
  readonly id: number;
  readonly payload: Uint8Array;
  answered: boolean;
}

/** So many probes are remembered, the last ones: more than a transport without privilege ever has in flight. */
export const MOST_TIES = 2048;

/**
 * Which UDP probe an ICMP error answers, of which the kernel shows destination and port and what the quote holds behind
 * the UDP header: often nothing (RFC 792 asks routers for 8 bytes), often all.
 */
export class Ties {
  readonly #sent = new Map<string, Tied[]>();
  /** Under what each is found, in the order in which they were sent. */
  readonly #keys = new Map<number, string>();

  add({ id, destination, destinationPort, decoded: { payload } }: Probe): void {
    if (payload.kind !== 'udp') return;
    const key = `${destination} ${destinationPort}`;
    const tied = { id, payload: payload.payload.slice(), answered: false };
    const others = this.#sent.get(key);
    if (others === undefined) this.#sent.set(key, [tied]);
    else others.push(tied);
    this.#keys.set(id, key);
    this.#forgetOldest();
  }

  /**
   * The probe whose payload alone begins like the one shown; else the only one without an answer, or where all have one
   * the last. Null where several could be meant.
   */
  find(destination: Address, port: number, shown: Uint8Array): number | null {
    const sent = this.#sent.get(`${destination} ${port}`) ?? [];
    const alike = sent.filter(({ payload }) => isBeginning(payload, shown));
    const candidates = alike.length > 0 ? alike : sent;
    const open = candidates.filter(({ answered }) => !answered);
    const found = candidates.length === 1 ? candidates[0] : open.length === 0 ? candidates.at(-1) : onlyOne(open);
    if (found === undefined) return null;
    found.answered = true;
    return found.id;
  }

  #forgetOldest(): void {
    for (const [id, key] of this.#keys) {
      if (this.#keys.size <= MOST_TIES) return;
      this.#keys.delete(id);
      const sent = this.#sent.get(key);
      sent?.shift();
      if (sent?.length === 0) this.#sent.delete(key);
    }
  }
}

function onlyOne(tied: readonly Tied[]): Tied | undefined {
  return tied.length === 1 ? tied[0] : undefined;
}

/** What both have is equal, and is something: quotes are cut, and padded. */
function isBeginning(payload: Uint8Array, shown: Uint8Array): boolean {
  const length = Math.min(payload.length, shown.length);
  for (let i = 0; i < length; i++) if (payload[i] !== shown[i]) return false;
  return length > 0;
}

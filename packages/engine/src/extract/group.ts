import type { Address } from '@hoplite/codec';
import type { ProbeProtocol } from '../header.js';
import type { Instant } from '../instant.js';
import type { ProbeSighting, ReplySighting } from './sighting.js';

/** A trace's probes are no farther apart; after a longer silence a new trace begins. */
export const PAUSE: Instant = 30_000_000_000;

/** No traceroute begins past this TTL; nothing else sends so low a one (hosts start at 64, 128 or 255). */
export const LOW_TTL = 32;

/** What is kept of each TTL of a group that may be no traceroute at all, and of one that is: a day of mtr's rounds. */
const FEW = 64;
const MANY = 65_536;

/**
 * What was seen between one sender and one target in one protocol (and ICMP identifier) since a packet of low TTL.
 * Ordinary traffic between the two lands here too: so that it costs no memory, little is kept of a group until an ICMP
 * error quotes it.
 */
export class Group {
  readonly source: Address;
  readonly protocol: ProbeProtocol;
  readonly probes: Map<number, ProbeSighting[]> = new Map();
  readonly replies: ReplySighting[] = [];
  #answeredByError = false;
  #lastAt: Instant = Number.NEGATIVE_INFINITY;
  #lastLowAt: Instant = Number.NEGATIVE_INFINITY;

  constructor(source: Address, protocol: ProbeProtocol) {
    this.source = source;
    this.protocol = protocol;
  }

  addProbe(sighting: ProbeSighting): void {
    const { ttl } = sighting.header;
    const list = this.probes.get(ttl);
    if (list === undefined) this.probes.set(ttl, [sighting]);
    else keepLast(list, sighting, this.#answeredByError && ttl <= LOW_TTL ? MANY : FEW);
    this.#lastAt = Math.max(this.#lastAt, sighting.at);
    if (ttl <= LOW_TTL) this.#lastLowAt = Math.max(this.#lastLowAt, sighting.at);
  }

  addReply(sighting: ReplySighting): void {
    if (sighting.reply.kind === 'error') this.#answeredByError = true;
    keepLast(this.replies, sighting, this.#answeredByError ? MANY * this.probes.size : FEW);
  }

  /** Without an ICMP error there is no traceroute in it. */
  get answeredByError(): boolean {
    return this.#answeredByError;
  }

  /** Whether nothing more can belong to its traces: ordinary traffic beside them goes on. */
  isOver(now: Instant): boolean {
    return now - (this.#answeredByError ? this.#lastLowAt : this.#lastAt) > PAUSE;
  }
}

function keepLast<T>(list: T[], item: T, most: number): void {
  // Dropped by the half, so that a full list costs no move per packet.
  if (list.length >= 2 * most) list.splice(0, most);
  list.push(item);
}

import type { Address } from '@hoplite/codec';
import type { Instant } from '@hoplite/engine';
import { type Packet, readPacket, withTtl } from './packet/packet.js';
import type { Walker } from './walk.js';

/** What a probe of that TTL meets where nothing is lost, late or limited. */
export interface TrueHop {
  /** The TTL with which the datagram left, from 1 on. */
  readonly ttl: number;
  /** All that comes back: nothing from a silent hop, several where packets of one flow go several ways. */
  readonly answers: readonly TrueAnswer[];
}

/** An answer that a packet with this TTL gets, chance left out. */
export interface TrueAnswer {
  /** Who answers, as the answer says. */
  readonly address: Address;
  /** In nanoseconds. */
  readonly rtt: Instant;
  /** The answer itself: the whole IP datagram. */
  readonly datagram: Uint8Array;
}

/** How far the truth is asked for, and of which instant. */
export interface PathOptions {
  /** The largest TTL that is asked for, 1 to 255. Default 32. */
  readonly maxTtl?: number;
  /** When the datagram leaves. Default 0. */
  readonly at?: Instant;
}

/** Sends the packet with each TTL in turn. */
export function truePath(walker: Walker, from: string, packet: Packet, options: PathOptions): readonly TrueHop[] {
  const { maxTtl = 32, at = 0 } = options;
  if (!Number.isInteger(maxTtl) || maxTtl < 1 || maxTtl > 255) {
    throw new RangeError(`maxTtl is ${maxTtl}, must be a whole number from 1 to 255`);
  }
  return Array.from({ length: maxTtl }, (_, index) => {
    const ttl = index + 1;
    const answers = walker.send(from, withTtl(packet, ttl), at).flatMap(({ node, datagram, at: arrived }) => {
      const answer = node === from ? readPacket(datagram) : null;
      return answer === null ? [] : [{ address: answer.source, rtt: arrived - at, datagram }];
    });
    return { ttl, answers };
  });
}

import type { Instant } from '@hoplite/engine';
import type { Interface } from '../graph/graph.js';
import { type Packet, readPacket } from '../packet/packet.js';
import type { Here, Visit } from './here.js';

/** Puts a packet on a link: what comes out at its other end, if anything. */
export function transmit(here: Here, { out, peer, peerIndex }: Interface, packet: Packet): readonly Visit[] {
  const { chance, at } = here;
  if (chance.happens(out.loss)) return [];
  const copies = chance.happens(out.duplication) ? 2 : 1;
  return Array.from({ length: copies }, (): readonly Visit[] => {
    const late: Instant = chance.happens(out.reordering) ? out.reorderingDelay : 0;
    const arrives = at + out.latency + chance.upTo(out.jitter) + late;
    const arriving = chance.happens(out.corruption) ? corrupted(packet, chance.word()) : packet;
    return arriving === null ? [] : [{ node: peer, incoming: peerIndex, packet: arriving, at: arrives }];
  }).flat();
}

/** With one bit changed; null where nobody takes it for a datagram any more. */
function corrupted(packet: Packet, word: number): Packet | null {
  const bytes = packet.bytes.slice();
  const bit = word % (bytes.length * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  const read = readPacket(bytes);
  return read === null ? null : { ...read, label: packet.label };
}

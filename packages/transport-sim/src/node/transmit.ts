import type { Instant } from '@hoplite/engine';
import type { Interface } from '../graph/graph.js';
import { copyOf, type Packet, readPacket } from '../packet/packet.js';
import type { Here } from './here.js';

/** Puts a packet on a link: it leaves for the other end, unless it is lost. */
export function transmit(here: Here, end: Interface, packet: Packet): void {
  const { chance } = here;
  if (chance.happens(end.out.loss)) return;
  cross(here, end, packet);
  if (chance.happens(end.out.duplication)) cross(here, end, packet);
}

function cross({ chance, at, visits }: Here, { out, peer, peerIndex }: Interface, packet: Packet): void {
  const late: Instant = chance.happens(out.reordering) ? out.reorderingDelay : 0;
  const arrives = at + out.latency + chance.upTo(out.jitter) + late;
  const arriving = chance.happens(out.corruption) ? corrupted(packet, chance.word()) : packet;
  if (arriving !== null) visits.push({ node: peer, incoming: peerIndex, packet: arriving, at: arrives });
}

/** With one bit changed; null where nobody takes it for a datagram any more. */
function corrupted(packet: Packet, word: number): Packet | null {
  const bytes = copyOf(packet);
  const bit = word % (bytes.length * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  const read = readPacket(bytes);
  return read === null ? null : { ...read, label: packet.label };
}

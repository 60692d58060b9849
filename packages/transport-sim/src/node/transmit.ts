import type { Instant } from '@hoplite/engine';
import type { Interface } from '../graph/graph.js';
import { bytesOf, type Packet, readPacket } from '../packet/packet.js';
import type { Here, Visit } from './here.js';

/** Puts a packet on a link: what comes out at its other end, if anything. */
export function transmit(here: Here, end: Interface, packet: Packet): readonly Visit[] {
  const { chance } = here;
  if (chance.happens(end.out.loss)) return [];
  const first = cross(here, end, packet);
  return chance.happens(end.out.duplication) ? [...first, ...cross(here, end, packet)] : first;
}

function cross({ chance, at }: Here, { out, peer, peerIndex }: Interface, packet: Packet): readonly Visit[] {
  const late: Instant = chance.happens(out.reordering) ? out.reorderingDelay : 0;
  const arrives = at + out.latency + chance.upTo(out.jitter) + late;
  const arriving = chance.happens(out.corruption) ? corrupted(packet, chance.word()) : packet;
  return arriving === null ? [] : [{ node: peer, incoming: peerIndex, packet: arriving, at: arrives }];
}

/** With one bit changed; null where nobody takes it for a datagram any more. */
function corrupted(packet: Packet, word: number): Packet | null {
  const bytes = bytesOf(packet).slice();
  const bit = word % (bytes.length * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  const read = readPacket(bytes);
  return read === null ? null : { ...read, label: packet.label };
}

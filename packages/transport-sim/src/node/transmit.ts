import { type Interface, owns } from '../graph/graph.js';
import { fragments } from '../packet/fragments.js';
import type { Packet } from '../packet/packet.js';
import { type Here, nextHops, type Visit } from './here.js';

/** Sends what the node made itself, at `here.at`. */
export function originate(here: Here, packet: Packet): readonly Visit[] {
  const { node, routes, at } = here;
  if (owns(node, packet.destination)) return [{ node: node.name, incoming: null, packet, at }];
  const decision = routes.decide(node, packet.destination);
  if (decision.kind !== 'forward') return [];
  return nextHops(here, decision.via, packet).flatMap((out) =>
    fragments(packet, out.out.mtu).flatMap((piece) => transmit(here, out, piece)),
  );
}

/** Puts a packet on a link. */
export function transmit({ chance, at }: Here, { out, peer, peerIndex }: Interface, packet: Packet): readonly Visit[] {
  if (chance.happens(out.loss)) return [];
  const copies = chance.happens(out.duplication) ? 2 : 1;
  return Array.from({ length: copies }, () => {
    const late = chance.happens(out.reordering) ? out.reorderingDelay : 0;
    const arrives = at + out.latency + chance.upTo(out.jitter) + late;
    const arriving = chance.happens(out.corruption) ? corrupted(packet, chance.word()) : packet;
    return { node: peer, incoming: peerIndex, packet: arriving, at: arrives };
  });
}

/** One bit of it is another. */
function corrupted(packet: Packet, word: number): Packet {
  const bytes = packet.bytes.slice();
  const bit = word % (bytes.length * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return { ...packet, bytes };
}

import { owns } from '../graph/graph.js';
import { fragments } from '../packet/fragments.js';
import type { Packet } from '../packet/packet.js';
import { type Here, nextHops } from './here.js';
import { pushLabel } from './labels.js';
import { transmit } from './transmit.js';

/** Sends what the node made itself, at `here.at`. */
export function originate(here: Here, packet: Packet): void {
  const { node, routes, at } = here;
  if (owns(node, packet.destination)) {
    here.visits.push({ node: node.name, incoming: null, packet, at });
    return;
  }
  const decision = routes.decide(node, packet.destination);
  if (decision.kind !== 'forward') return;
  for (const out of nextHops(here, decision.via, packet)) {
    for (const piece of fragments(packet, out.out.mtu)) transmit(here, out, pushLabel(here, out, piece));
  }
}

import { owns } from '../graph/graph.js';
import { fragments } from '../packet/fragments.js';
import type { Packet } from '../packet/packet.js';
import { each, type Here, nextHops, type Visit } from './here.js';
import { pushLabel } from './labels.js';
import { transmit } from './transmit.js';

/** Sends what the node made itself, at `here.at`. */
export function originate(here: Here, packet: Packet): readonly Visit[] {
  const { node, routes, at } = here;
  if (owns(node, packet.destination)) return [{ node: node.name, incoming: null, packet, at }];
  const decision = routes.decide(node, packet.destination);
  if (decision.kind !== 'forward') return [];
  return each(nextHops(here, decision.via, packet), (out) =>
    each(fragments(packet, out.out.mtu), (piece) => transmit(here, out, pushLabel(here, out, piece))),
  );
}

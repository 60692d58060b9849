import type { Packet } from '../packet/packet.js';
import { depart } from './depart.js';
import { type Here, nextHops } from './here.js';

/** Sends what the node made itself, at `here.at`. */
export function originate(here: Here, packet: Packet): void {
  const { node, routes, at } = here;
  const decision = routes.decide(node, packet.destination);
  if (decision.kind === 'here') here.visits.push({ node: node.name, incoming: null, packet, at });
  else if (decision.kind === 'forward') {
    for (const out of nextHops(here, decision.via, packet)) depart(here, out, packet);
  }
}

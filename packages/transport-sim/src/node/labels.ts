import type { MplsLabelStackEntry } from '@hoplite/codec';
import type { GraphNode, Interface } from '../graph/graph.js';
import { contains } from '../graph/prefixes.js';
import { type Label, type Packet, withTtl } from '../packet/packet.js';
import type { Tunnel } from '../topology/topology.js';
import type { Here } from './here.js';
import { transmit } from './transmit.js';

/**
 * Labels a packet where a tunnel begins by which it is to go, unless it is for a node inside. Its TTL is already
 * decremented (RFC 3443).
 */
export function pushLabel({ node, graph }: Here, out: Interface, packet: Packet): Packet {
  const tunnel = tunnelOf(node, out, packet);
  if (tunnel === null) return packet;
  const owner = graph.ownerOf(packet.destination)?.name;
  if (owner !== undefined && tunnel.path.slice(1, -1).includes(owner)) return packet;
  return { ...packet, label: { tunnel, position: 1, ttl: tunnel.mode === 'uniform' ? packet.ttl : 255 } };
}

function tunnelOf({ tunnels }: GraphNode, out: Interface, { destination }: Packet): Tunnel | null {
  for (const tunnel of tunnels) {
    const { path, to } = tunnel;
    if (path[1] !== out.peer) continue;
    if (to === null || to.some((prefix) => contains(prefix, destination))) return tunnel;
  }
  return null;
}

/** Sends a labelled packet on along its tunnel, its label's TTL decremented. */
export function sendAlong(here: Here, packet: Packet): void {
  const { label } = packet;
  if (label === null) return;
  const { tunnel, position, ttl } = label;
  const next = position + 1;
  const out = here.node.interfaces.find(({ peer, out }) => peer === tunnel.path[next] && out.up);
  if (out === undefined) return;
  const onward: Packet = { ...packet, label: { tunnel, position: next, ttl: ttl - 1 } };
  const last = tunnel.path.length - 1;
  transmit(here, out, next === last && tunnel.pop === 'penultimate' ? popLabel(onward) : onward);
}

/** The packet without its label; in the uniform model its TTL is the label's. */
export function popLabel(packet: Packet): Packet {
  const { label } = packet;
  if (label === null) return packet;
  const bare = { ...packet, label: null };
  return label.tunnel.mode === 'uniform' ? withTtl(bare, Math.min(packet.ttl, label.ttl)) : bare;
}

/** The stack as the node that it came to sees it. */
export function labelStack({ tunnel, position, ttl }: Label): readonly MplsLabelStackEntry[] {
  const values = [tunnel.labels[position - 1] ?? 0, ...tunnel.inner];
  return values.map((label, index) => ({
    label,
    trafficClass: tunnel.trafficClass,
    bottom: index === values.length - 1,
    ttl,
  }));
}

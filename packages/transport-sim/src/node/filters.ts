import { addressAt } from '../graph/graph.js';
import { contains } from '../graph/prefixes.js';
import { type ErrorKind, unreachable } from '../packet/icmp-message.js';
import { type Packet, Protocol, word } from '../packet/packet.js';
import type { Filter } from '../topology/node.js';
import type { Here } from './here.js';

/** What a node's filters say of a packet: whether it goes on, and the error that is sent for it. */
export interface Verdict {
  readonly passes: boolean;
  readonly error: ErrorKind | null;
}

/** The first filter that fits decides; where none does, the packet passes. */
export function judge(here: Here, packet: Packet): Verdict {
  for (const filter of here.node.settings.filters) {
    if (fits(filter, packet) && here.chance.happens(filter.chance)) return verdictOf(here, filter, packet);
  }
  return PASSES;
}

const PASSES: Verdict = { passes: true, error: null };

function verdictOf(here: Here, filter: Filter, packet: Packet): Verdict {
  const { action } = filter;
  const sends = action === 'reject' || action === 'notify';
  return { passes: action === 'accept' || action === 'notify', error: sends ? errorOf(here, filter, packet) : null };
}

function fits(filter: Filter, packet: Packet): boolean {
  const { family, protocol, from, to } = filter;
  if (family !== null && family !== packet.family) return false;
  if (protocol !== null && !isOf(packet, protocol)) return false;
  if (from !== null && !contains(from, packet.source)) return false;
  if (to !== null && !contains(to, packet.destination)) return false;
  return portFits(filter.sourcePorts, packet, 0) && portFits(filter.ports, packet, 2);
}

function isOf({ family, protocol }: Packet, wanted: NonNullable<Filter['protocol']>): boolean {
  if (wanted === 'icmp') return protocol === (family === 4 ? Protocol.icmpv4 : Protocol.icmpv6);
  return protocol === (typeof wanted === 'number' ? wanted : Protocol[wanted]);
}

function portFits(range: readonly [number, number] | null, packet: Packet, offset: number): boolean {
  if (range === null) return true;
  const { bytes, start, protocol, fragment } = packet;
  if ((protocol !== Protocol.udp && protocol !== Protocol.tcp) || fragment === 'later') return false;
  const port = word(bytes, start + offset);
  return range[0] <= port && port <= range[1];
}

/**
 * By default communication administratively prohibited (RFC 1812 section 5.2.7.1, RFC 4443 section 3.1). The gateway that
 * a Redirect names is the next hop.
 */
function errorOf({ node, graph, routes }: Here, { type, code }: Filter, packet: Packet): ErrorKind {
  const { family } = packet;
  const prohibited = unreachable(family, family === 4 ? 13 : 1);
  const kind = { type: type ?? prohibited.type, code: code ?? (type === null ? prohibited.code : 0) };
  const decision = routes.decide(node, packet.destination);
  const [next] = decision.kind === 'forward' ? decision.via : [];
  const peer = next === undefined ? undefined : graph.nodes.get(next.peer);
  const gateway = peer === undefined ? null : addressAt(peer, peer.interfaces[next?.peerIndex ?? 0] ?? null, family);
  return gateway === null ? kind : { ...kind, gateway };
}

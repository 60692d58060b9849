import { type Address, verifyChecksums } from '@hoplite/codec';
import type { Interface } from '../graph/graph.js';
import type { Decision } from '../graph/routes.js';
import { timeExceeded, tooBig, unreachable } from '../packet/icmp-message.js';
import { bytesOf, isWhole, type Packet, Protocol, withTos, withTtl } from '../packet/packet.js';
import { depart } from './depart.js';
import { sendError } from './errors.js';
import { judge } from './filters.js';
import { type Here, nextHops } from './here.js';
import { popLabel, sendAlong } from './labels.js';
import { translateIn, translateOut } from './nat.js';
import { serve } from './services.js';

/** All that a node does with a packet that comes to it. */
export function visit(here: Here, packet: Packet): void {
  if (!packet.intact) return;
  const { label } = packet;
  if (label === null) arrive(here, packet);
  else if (label.position === label.tunnel.path.length - 1) arrive(here, popLabel(packet));
  else if (label.ttl <= 1) sendError(here, packet, timeExceeded(packet.family));
  else sendAlong(here, packet);
}

function arrive(here: Here, packet: Packet): void {
  const meant = translateIn(here, packet) ?? packet;
  const decision = here.routes.decide(here.node, meant.destination);
  if (decision.kind === 'here') receive(here, meant);
  else if (here.node.settings.kind === 'router') forward(here, meant, decision);
}

function receive(here: Here, packet: Packet): void {
  if (!passes(here, packet, packet.destination)) return;
  const whole = packet.fragment === 'none' ? packet : here.state.reassembly.add(packet);
  if (whole === null) return;
  if (here.deliveries === null) {
    serve(here, whole);
    return;
  }
  // As raw sockets do: only ICMPv6 is looked at before it is handed over (RFC 3542 section 3.1).
  const broken = whole.protocol === Protocol.icmpv6 && verifyChecksums(whole.bytes)?.payload === 'invalid';
  if (!broken) here.deliveries.push({ node: here.node.name, datagram: bytesOf(whole), at: here.at });
}

function forward(here: Here, packet: Packet, decision: Exclude<Decision, { kind: 'here' }>): void {
  const { family } = packet;
  const ttl = onwardTtl(here, packet);
  if (ttl === null) {
    sendError(here, packet, timeExceeded(family));
    return;
  }
  if (!passes(here, packet, null)) return;
  if (decision.kind === 'drop') return;
  if (decision.kind === 'unreachable') sendError(here, packet, unreachable(family, decision.code));
  else for (const out of nextHops(here, decision.via, packet)) leave(here, out, packet, ttl);
}

/** Whether the node's filters let the packet pass; the error that they ask for is sent. */
function passes(here: Here, packet: Packet, asked: Address | null): boolean {
  const verdict = judge(here, packet);
  if (verdict.error !== null) sendError(here, packet, verdict.error, asked);
  return verdict.passes;
}

/** The TTL with which it goes on; null where it goes no further. */
function onwardTtl({ node }: Here, { ttl }: Packet): number | null {
  switch (node.settings.ttl) {
    case 'keep':
      return ttl;
    case 'forward-zero':
      return ttl < 1 ? null : ttl - 1;
    case 'decrement':
      return ttl <= 1 ? null : ttl - 1;
  }
}

function leave(here: Here, out: Interface, packet: Packet, ttl: number): void {
  const { mtu } = out.out;
  if (packet.bytes.length > mtu && isWhole(packet)) {
    sendError(here, packet, tooBig(packet.family, mtu));
    return;
  }
  depart(here, out, withTtl(withTos(translateOut(here, out, packet), here.node.settings.tos), ttl));
}

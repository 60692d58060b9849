import { verifyChecksums } from '@hoplite/codec';
import { type Interface, owns } from '../graph/graph.js';
import { fragments } from '../packet/fragments.js';
import { timeExceeded, tooBig, unreachable } from '../packet/icmp-message.js';
import { isWhole, type Packet, Protocol, withTos, withTtl } from '../packet/packet.js';
import { sendError } from './errors.js';
import { judge } from './filters.js';
import { each, type Here, nextHops, type Visit } from './here.js';
import { popLabel, pushLabel, sendAlong } from './labels.js';
import { translateIn, translateOut } from './nat.js';
import { serve } from './services.js';
import { transmit } from './transmit.js';

/** All that a node does with a packet that comes to it: the packets that leave it because of that. */
export function visit(here: Here, packet: Packet): readonly Visit[] {
  if (!packet.intact) return [];
  const { label } = packet;
  if (label === null) return arrive(here, packet);
  if (label.position === label.tunnel.path.length - 1) return arrive(here, popLabel(packet));
  return label.ttl <= 1 ? sendError(here, packet, timeExceeded(packet.family)) : sendAlong(here, packet);
}

function arrive(here: Here, packet: Packet): readonly Visit[] {
  const meant = translateIn(here, packet) ?? packet;
  if (owns(here.node, meant.destination)) return receive(here, meant);
  return here.node.settings.kind === 'host' ? [] : forward(here, meant);
}

function receive(here: Here, packet: Packet): readonly Visit[] {
  const verdict = judge(here, packet);
  const errors = verdict.error === null ? [] : sendError(here, packet, verdict.error, packet.destination);
  if (!verdict.passes) return errors;
  const whole = packet.fragment === 'none' ? packet : here.state.reassembly.add(packet);
  if (whole === null) return errors;
  if (here.deliver === null) return [...errors, ...serve(here, whole)];
  // As raw sockets do: only ICMPv6 is looked at before it is handed over (RFC 3542 section 3.1).
  const broken = whole.protocol === Protocol.icmpv6 && verifyChecksums(whole.bytes)?.payload === 'invalid';
  if (!broken) here.deliver(whole, here.at);
  return errors;
}

function forward(here: Here, packet: Packet): readonly Visit[] {
  const { node, routes } = here;
  const { family } = packet;
  const ttl = onwardTtl(here, packet);
  if (ttl === null) return sendError(here, packet, timeExceeded(family));
  const verdict = judge(here, packet);
  const errors = verdict.error === null ? [] : sendError(here, packet, verdict.error);
  if (!verdict.passes) return errors;
  const decision = routes.decide(node, packet.destination);
  if (decision.kind === 'drop') return errors;
  if (decision.kind === 'unreachable') {
    return [...errors, ...sendError(here, packet, unreachable(family, decision.code))];
  }
  const onward = each(nextHops(here, decision.via, packet), (out) => leave(here, out, packet, ttl));
  return errors.length === 0 ? onward : [...errors, ...onward];
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

function leave(here: Here, out: Interface, packet: Packet, ttl: number): readonly Visit[] {
  const { mtu } = out.out;
  if (packet.bytes.length > mtu && isWhole(packet)) return sendError(here, packet, tooBig(packet.family, mtu));
  const changed = withTtl(withTos(translateOut(here, out, packet), here.node.settings.tos), ttl);
  return each(fragments(changed, mtu), (piece) => transmit(here, out, pushLabel(here, out, piece)));
}

import {
  type Address,
  addressFamily,
  type Datagram,
  type DatagramInit,
  decodeDatagram,
  encodeDatagram,
  type Tcp,
  TcpFlag,
  type TcpInit,
  type Udp,
  verifyChecksums,
} from '@hoplite/codec';
import { nanoseconds } from '../graph/graph.js';
import { ipHeader, type Origin, portUnreachable, protocolUnreachable } from '../packet/icmp-message.js';
import { type Packet, Protocol, readPacket } from '../packet/packet.js';
import { sendError } from './errors.js';
import type { Here, Visit } from './here.js';
import { originate } from './originate.js';

/** What a node does with a whole datagram that is addressed to it. */
export function serve(here: Here, packet: Packet): readonly Visit[] {
  const decoded = decodeDatagram(packet.bytes);
  const checksums = verifyChecksums(packet.bytes);
  if (!decoded.ok || checksums?.payload === 'invalid') return [];
  const { payload } = decoded.value;
  switch (payload.kind) {
    case 'icmpv4':
    case 'icmpv6':
      return answerEcho(here, packet, decoded.value);
    case 'udp':
      return answerUdp(here, packet, payload);
    case 'tcp':
      return answerTcp(here, packet, payload);
    default:
      return refuse(here, packet, protocolUnreachable(packet.family));
  }
}

function answerEcho(here: Here, packet: Packet, { payload }: Datagram): readonly Visit[] {
  if (!here.node.settings.services.echo || !('name' in payload) || payload.name !== 'echo-request') return [];
  const { identifier, sequenceNumber, data } = payload;
  const echo = { name: 'echo-reply', code: 0, identifier, sequenceNumber, data } as const;
  return payload.kind === 'icmpv4'
    ? reply(here, packet, Protocol.icmpv4, { kind: 'icmpv4', type: 0, ...echo })
    : reply(here, packet, Protocol.icmpv6, { kind: 'icmpv6', type: 129, ...echo });
}

/** An open port sends back what it was sent. */
function answerUdp(here: Here, packet: Packet, { sourcePort, destinationPort, payload }: Udp): readonly Visit[] {
  if (!here.node.settings.services.udp.includes(destinationPort)) {
    return refuse(here, packet, portUnreachable(packet.family));
  }
  const answer = { kind: 'udp', sourcePort: destinationPort, destinationPort: sourcePort, payload } as const;
  return reply(here, packet, Protocol.udp, answer);
}

/** RFC 9293 section 3.10.7.1 and 3.10.7.2: a SYN opens an open port, anything else that is no RST is reset. */
function answerTcp(here: Here, packet: Packet, segment: Tcp): readonly Visit[] {
  const { services } = here.node.settings;
  const { flags, sequenceNumber, acknowledgmentNumber, payload } = segment;
  if ((flags & TcpFlag.rst) !== 0) return [];
  const open = services.tcp.includes(segment.destinationPort);
  if (!open && services.closed === 'ignore') return [];
  const counted = payload.length + ((flags & TcpFlag.syn) !== 0 ? 1 : 0) + ((flags & TcpFlag.fin) !== 0 ? 1 : 0);
  const next = (sequenceNumber + counted) >>> 0;
  if ((flags & TcpFlag.ack) !== 0)
    return reply(here, packet, Protocol.tcp, tcp(segment, acknowledgmentNumber, 0, TcpFlag.rst));
  if (open && (flags & TcpFlag.syn) !== 0) {
    return reply(here, packet, Protocol.tcp, tcp(segment, here.chance.word(), next, TcpFlag.syn | TcpFlag.ack));
  }
  return reply(here, packet, Protocol.tcp, tcp(segment, 0, next, TcpFlag.rst | TcpFlag.ack));
}

function tcp(asked: Tcp, sequenceNumber: number, acknowledgmentNumber: number, flags: number): TcpInit {
  return {
    kind: 'tcp',
    sourcePort: asked.destinationPort,
    destinationPort: asked.sourcePort,
    sequenceNumber,
    acknowledgmentNumber,
    reserved: 0,
    flags,
    window: (flags & TcpFlag.syn) !== 0 ? 64240 : 0,
    urgentPointer: 0,
    options: [],
    payload: new Uint8Array(0),
  };
}

function refuse(here: Here, packet: Packet, kind: Parameters<typeof sendError>[2]): readonly Visit[] {
  return here.node.settings.services.closed === 'refuse' ? sendError(here, packet, kind, packet.destination) : [];
}

function reply(here: Here, packet: Packet, protocol: number, payload: DatagramInit['payload']): readonly Visit[] {
  const { node, state, chance } = here;
  const { services } = node.settings;
  const origin: Origin = {
    family: packet.family,
    source: sourceOf(services.from, packet),
    destination: packet.source,
    ttl: node.settings.initialTtl,
    identification: state.identification(),
    tos: 0,
  };
  const answer = readPacket(encodeDatagram({ ip: ipHeader(origin, protocol), payload }));
  if (answer === null) return [];
  const at = here.at + nanoseconds(services.delay) + chance.upTo(nanoseconds(services.jitter));
  return originate({ ...here, at }, answer);
}

function sourceOf(from: Address | null, { family, destination }: Packet): Address {
  return from !== null && addressFamily(from) === family ? from : destination;
}

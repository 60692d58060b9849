import {
  type Address,
  addressFamily,
  type Datagram,
  type DatagramInit,
  decodeDatagram,
  type Tcp,
  TcpFlag,
  type TcpInit,
  type Udp,
  verifyChecksums,
} from '@hoplite/codec';
import { nanoseconds } from '../graph/graph.js';
import { makePacket, type Origin, portUnreachable, protocolUnreachable } from '../packet/icmp-message.js';
import { type Packet, Protocol } from '../packet/packet.js';
import { sendError } from './errors.js';
import type { Here } from './here.js';
import { originate } from './originate.js';

/** What a node does with a whole datagram that is addressed to it. */
export function serve(here: Here, packet: Packet): void {
  const decoded = decodeDatagram(packet.bytes);
  const checksums = verifyChecksums(packet.bytes);
  if (!decoded.ok || checksums?.payload === 'invalid') return;
  const { payload } = decoded.value;
  switch (payload.kind) {
    case 'icmpv4':
    case 'icmpv6':
      answerEcho(here, packet, decoded.value);
      break;
    case 'udp':
      answerUdp(here, packet, payload);
      break;
    case 'tcp':
      answerTcp(here, packet, payload);
      break;
    default:
      refuse(here, packet, protocolUnreachable(packet.family));
  }
}

function answerEcho(here: Here, packet: Packet, { payload }: Datagram): void {
  if (!here.node.settings.services.echo || !('name' in payload) || payload.name !== 'echo-request') return;
  const { identifier, sequenceNumber, data } = payload;
  const echo = { name: 'echo-reply', code: 0, identifier, sequenceNumber, data } as const;
  if (payload.kind === 'icmpv4') reply(here, packet, Protocol.icmpv4, { kind: 'icmpv4', type: 0, ...echo });
  else reply(here, packet, Protocol.icmpv6, { kind: 'icmpv6', type: 129, ...echo });
}

/** An open port sends back what it was sent. */
function answerUdp(here: Here, packet: Packet, { sourcePort, destinationPort, payload }: Udp): void {
  if (!here.node.settings.services.udp.includes(destinationPort)) {
    refuse(here, packet, portUnreachable(packet.family));
    return;
  }
  const answer = { kind: 'udp', sourcePort: destinationPort, destinationPort: sourcePort, payload } as const;
  reply(here, packet, Protocol.udp, answer);
}

/** RFC 9293 section 3.10.7.1 and 3.10.7.2: a SYN opens an open port, anything else that is no RST is reset. */
function answerTcp(here: Here, packet: Packet, segment: Tcp): void {
  const { services } = here.node.settings;
  const { flags, sequenceNumber, acknowledgmentNumber, payload } = segment;
  if ((flags & TcpFlag.rst) !== 0) return;
  const open = services.tcp.includes(segment.destinationPort);
  if (!open && services.closed === 'ignore') return;
  const counted = payload.length + ((flags & TcpFlag.syn) !== 0 ? 1 : 0) + ((flags & TcpFlag.fin) !== 0 ? 1 : 0);
  const next = (sequenceNumber + counted) >>> 0;
  const answer =
    (flags & TcpFlag.ack) !== 0
      ? tcp(segment, acknowledgmentNumber, 0, TcpFlag.rst)
      : open && (flags & TcpFlag.syn) !== 0
        ? tcp(segment, here.chance.word(), next, TcpFlag.syn | TcpFlag.ack)
        : tcp(segment, 0, next, TcpFlag.rst | TcpFlag.ack);
  reply(here, packet, Protocol.tcp, answer);
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

function refuse(here: Here, packet: Packet, kind: Parameters<typeof sendError>[2]): void {
  if (here.node.settings.services.closed === 'refuse') sendError(here, packet, kind, packet.destination);
}

function reply(here: Here, packet: Packet, protocol: number, payload: DatagramInit['payload']): void {
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
  const at = here.at + nanoseconds(services.delay) + chance.upTo(nanoseconds(services.jitter));
  originate({ ...here, at }, makePacket(origin, protocol, payload));
}

function sourceOf(from: Address | null, { family, destination }: Packet): Address {
  return from !== null && addressFamily(from) === family ? from : destination;
}

import {
  type Address,
  type AddressFamily,
  decodeQuote,
  type ExtensionStructure,
  encodeExtensionObject,
  type MplsLabelStackEntry,
  type Quote,
  TcpFlag,
} from '@hoplite/codec';
import { type Header, type ProbeProtocol, readHeader } from './header.js';
import type { IcmpTypeCode, ReplyExtension, ReplyInterface } from './result.js';

/** A received datagram that could answer a probe; `kind` says in which way. */
export type Reply = IcmpError | DirectReply;

/** What is said of every reply, whatever it is. */
export interface ReceivedReply {
  /** The version of IP. */
  readonly family: AddressFamily;
  /** Who sent it. */
  readonly from: Address;
  /** To whom: the probe's source, as this side of any NAT has it. */
  readonly to: Address;
  /** The TTL with which it arrived; null where nobody could see it. */
  readonly ttl: number | null;
  /** Of the reply's own IP header; null over IPv6, which has none. */
  readonly identification: number | null;
}

/** An ICMP error and what it quotes. Redirect and Source Quench, which quote as errors do, are among them. */
export interface IcmpError extends ReceivedReply {
  /** It quotes the datagram that it is about. */
  readonly kind: 'error';
  /** Which message it is. */
  readonly icmp: IcmpTypeCode;
  /** The probe's header as quoted; null where the quote is of no probe or too short to tell. */
  readonly quoted: Header | null;
  /** The next hop's in bytes, from Fragmentation Needed (RFC 1191) and Packet Too Big; null for all else. */
  readonly mtu: number | null;
  /** The router that a Redirect names; null for all else. */
  readonly gateway: Address | null;
  /** Label stack entries (RFC 4950), the outermost label first; empty without. */
  readonly mpls: readonly MplsLabelStackEntry[];
  /** Interface information (RFC 5837); empty without. */
  readonly interfaces: readonly ReplyInterface[];
  /** Extension objects that are neither; empty without. */
  readonly extensions: readonly ReplyExtension[];
}

/** An answer of the destination in the probe's own protocol. Ports are as the probe has them. */
export interface DirectReply extends ReceivedReply {
  /** It quotes nothing: which probe it answers its own header shows. */
  readonly kind: 'direct';
  /** What it is; `rst` also where SYN or ACK are set beside RST. */
  readonly direct: 'echo-reply' | 'syn-ack' | 'rst' | 'udp';
  /** Of an echo reply; null for all else. */
  readonly icmp: IcmpTypeCode | null;
  /** What it came in, and the probe went in. */
  readonly protocol: ProbeProtocol;
  /** The probe's source port: the port that this reply is for. */
  readonly sourcePort: number | null;
  /** The probe's destination port: the port that this reply comes from. */
  readonly destinationPort: number | null;
  /** Of an echo reply, the same as the request's; null for all else. */
  readonly identifier: number | null;
  /** The sequence number that the probe must have had; null where the reply does not show it. */
  readonly sequenceNumber: number | null;
}

/** Whether the one may be a repetition of the other: the same message of the same sender. */
export function saysTheSame(reply: Reply, other: Reply): boolean {
  if (reply.kind !== other.kind || reply.from !== other.from) return false;
  return reply.icmp?.type === other.icmp?.type && reply.icmp?.code === other.icmp?.code;
}

/** Reads a decoded datagram as a reply. Null where it can be none. */
export function readReply({ ip, payload }: Pick<Quote, 'ip' | 'payload'>): Reply | null {
  if (ip === null || payload === null) return null;
  switch (payload.kind) {
    case 'icmpv4':
    case 'icmpv6':
      return readIcmp(ip, payload);
    case 'tcp':
      return readTcp(ip, payload);
    case 'udp':
    case 'udp-lite':
      return payload.sourcePort === undefined || payload.destinationPort === undefined
        ? null
        : directReply(ip, 'udp', payload.kind, payload, null);
    default:
      return null;
  }
}

type Ip = NonNullable<Quote['ip']>;
type IcmpPayload = Extract<NonNullable<Quote['payload']>, { kind: 'icmpv4' | 'icmpv6' }>;
type TcpPayload = Extract<NonNullable<Quote['payload']>, { kind: 'tcp' }>;

function readIcmp(ip: Ip, message: IcmpPayload): Reply | null {
  const icmp = { type: message.type ?? 0, code: message.code ?? 0 };
  switch (message.name) {
    case 'echo-reply':
      return directReply(ip, 'echo-reply', 'icmp', message, message.sequenceNumber ?? null);
    case 'destination-unreachable':
    case 'time-exceeded':
    case 'parameter-problem':
    case 'packet-too-big':
    case 'redirect':
    case 'source-quench': {
      const carried = readExtensions('extensions' in message ? (message.extensions ?? null) : null);
      return {
        kind: 'error',
        family: ip.version,
        from: ip.source,
        to: ip.destination,
        ttl: ttlOf(ip),
        identification: identificationOf(ip),
        icmp,
        quoted: message.original === undefined ? null : readHeader(decodeQuote(message.original)),
        mtu: mtuOf(message),
        gateway: message.name === 'redirect' ? (message.gateway ?? null) : null,
        mpls: carried.mpls,
        interfaces: carried.interfaces,
        extensions: carried.extensions,
      };
    }
    default:
      return null;
  }
}

interface Answering {
  readonly type?: number;
  readonly code?: number;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly identifier?: number;
}

/** The fields of an answer, seen from the probe: its source port is the port that the answer is for. */
function directReply(
  ip: Ip,
  direct: DirectReply['direct'],
  protocol: DirectReply['protocol'],
  answer: Answering,
  sequenceNumber: number | null,
): DirectReply {
  return {
    kind: 'direct',
    family: ip.version,
    from: ip.source,
    to: ip.destination,
    ttl: ttlOf(ip),
    identification: identificationOf(ip),
    direct,
    icmp: direct === 'echo-reply' ? { type: answer.type ?? 0, code: answer.code ?? 0 } : null,
    protocol,
    sourcePort: answer.destinationPort ?? null,
    destinationPort: answer.sourcePort ?? null,
    identifier: answer.identifier ?? null,
    sequenceNumber,
  };
}

function ttlOf(ip: Ip): number {
  return ip.version === 4 ? ip.ttl : ip.hopLimit;
}

function identificationOf(ip: Ip): number | null {
  return ip.version === 4 ? ip.identification : null;
}

function mtuOf(message: IcmpPayload): number | null {
  if (message.name === 'packet-too-big') return message.mtu ?? null;
  if (message.kind === 'icmpv4' && message.name === 'destination-unreachable' && message.code === 4) {
    return message.nextHopMtu ?? null;
  }
  return null;
}

function readTcp(ip: Ip, segment: TcpPayload): DirectReply | null {
  const { flags, acknowledgmentNumber } = segment;
  if (flags === undefined) return null;
  const synAck = (flags & (TcpFlag.syn | TcpFlag.ack)) === (TcpFlag.syn | TcpFlag.ack);
  const rst = (flags & TcpFlag.rst) !== 0;
  if (!synAck && !rst) return null;
  // A SYN is acknowledged by its number plus one (RFC 9293 section 3.10.7); a RST to an ACK shows nothing of ours.
  const acknowledged = (flags & TcpFlag.ack) !== 0 && acknowledgmentNumber !== undefined;
  return directReply(
    ip,
    rst ? 'rst' : 'syn-ack',
    'tcp',
    segment,
    acknowledged ? (acknowledgmentNumber - 1) >>> 0 : null,
  );
}

const ROLES = ['incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'] as const;

type Carried = Pick<IcmpError, 'mpls' | 'interfaces' | 'extensions'>;

const NOTHING: Carried = { mpls: [], interfaces: [], extensions: [] };

function readExtensions(structure: ExtensionStructure | null): Carried {
  if (structure === null) return NOTHING;
  const mpls: MplsLabelStackEntry[] = [];
  const interfaces: ReplyInterface[] = [];
  const extensions: ReplyExtension[] = [];
  for (const object of structure.objects) {
    if (object.kind === 'mpls-label-stack') mpls.push(...object.entries);
    else if (object.kind === 'interface-information') {
      interfaces.push({
        role: ROLES[object.role] ?? 'incoming',
        index: object.interfaceIndex,
        address: object.address?.address ?? null,
        name: object.interfaceName?.text ?? null,
        mtu: object.mtu,
      });
    } else {
      const bytes = encodeExtensionObject(object);
      extensions.push({ class: bytes[2] ?? 0, type: bytes[3] ?? 0, data: hex(bytes.subarray(4)) });
    }
  }
  return { mpls, interfaces, extensions };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

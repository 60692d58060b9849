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
import { type Header, readHeader } from './header.js';
import type { ReplyExtension, ReplyInterface } from './result.js';

/** A received datagram that could answer a probe. */
export type Reply = IcmpError | DirectReply;

interface Received {
  readonly family: AddressFamily;
  /** Who sent it. */
  readonly from: Address;
  /** To whom: the probe's source, as this side of any NAT has it. */
  readonly to: Address;
  /** The TTL with which it arrived. */
  readonly ttl: number;
  /** Of the reply itself, IPv4 only. */
  readonly identification: number | null;
}

/** An ICMP error and what it quotes. */
export interface IcmpError extends Received {
  readonly kind: 'error';
  readonly icmp: { readonly type: number; readonly code: number };
  /** The probe's header as quoted; null where the quote is of no probe or too short to tell. */
  readonly quoted: Header | null;
  /** From Fragmentation Needed and Packet Too Big. */
  readonly mtu: number | null;
  /** Of a Redirect. */
  readonly gateway: Address | null;
  readonly mpls: readonly MplsLabelStackEntry[];
  readonly interfaces: readonly ReplyInterface[];
  readonly extensions: readonly ReplyExtension[];
}

/** An answer of the destination in the probe's own protocol. */
export interface DirectReply extends Received {
  readonly kind: 'direct';
  readonly direct: 'echo-reply' | 'syn-ack' | 'rst' | 'udp';
  /** Of an echo reply. */
  readonly icmp: { readonly type: number; readonly code: number } | null;
  readonly protocol: 'udp' | 'udp-lite' | 'tcp' | 'icmp';
  /** The probe's source port: the port that this reply is for. */
  readonly sourcePort: number | null;
  /** The probe's destination port: the port that this reply comes from. */
  readonly destinationPort: number | null;
  readonly identifier: number | null;
  /** The sequence number that the probe must have had; null where the reply does not show it. */
  readonly sequenceNumber: number | null;
}

type Packet = Pick<Quote, 'ip' | 'payload'>;

/** Reads a decoded datagram as a reply. Null where it can be none. */
export function readReply({ ip, payload }: Packet): Reply | null {
  if (ip === null || payload === null) return null;
  const received = {
    family: ip.version,
    from: ip.source,
    to: ip.destination,
    ttl: ip.version === 4 ? ip.ttl : ip.hopLimit,
    identification: ip.version === 4 ? ip.identification : null,
  } as const;
  switch (payload.kind) {
    case 'icmpv4':
    case 'icmpv6':
      return readIcmp(received, payload);
    case 'tcp':
      return readTcp(received, payload);
    case 'udp':
    case 'udp-lite':
      if (payload.sourcePort === undefined || payload.destinationPort === undefined) return null;
      return {
        ...received,
        kind: 'direct',
        direct: 'udp',
        icmp: null,
        protocol: payload.kind,
        sourcePort: payload.destinationPort,
        destinationPort: payload.sourcePort,
        identifier: null,
        sequenceNumber: null,
      };
    default:
      return null;
  }
}

type IcmpPayload = Extract<NonNullable<Quote['payload']>, { kind: 'icmpv4' | 'icmpv6' }>;
type TcpPayload = Extract<NonNullable<Quote['payload']>, { kind: 'tcp' }>;

function readIcmp(received: Received, message: IcmpPayload): Reply | null {
  const icmp = { type: message.type ?? 0, code: message.code ?? 0 };
  switch (message.name) {
    case 'echo-reply':
      return {
        ...received,
        kind: 'direct',
        direct: 'echo-reply',
        icmp,
        protocol: 'icmp',
        sourcePort: null,
        destinationPort: null,
        identifier: message.identifier ?? null,
        sequenceNumber: message.sequenceNumber ?? null,
      };
    case 'destination-unreachable':
    case 'time-exceeded':
    case 'parameter-problem':
    case 'packet-too-big':
    case 'redirect':
    case 'source-quench':
      return {
        ...received,
        kind: 'error',
        icmp,
        quoted: message.original === undefined ? null : readHeader(decodeQuote(message.original)),
        mtu: mtuOf(message),
        gateway: message.name === 'redirect' ? (message.gateway ?? null) : null,
        ...readExtensions('extensions' in message ? (message.extensions ?? null) : null),
      };
    default:
      return null;
  }
}

function mtuOf(message: IcmpPayload): number | null {
  if (message.name === 'packet-too-big') return message.mtu ?? null;
  if (message.kind === 'icmpv4' && message.name === 'destination-unreachable' && message.code === 4) {
    return message.nextHopMtu ?? null;
  }
  return null;
}

function readTcp(received: Received, segment: TcpPayload): DirectReply | null {
  const { flags } = segment;
  if (flags === undefined) return null;
  const synAck = (flags & (TcpFlag.syn | TcpFlag.ack)) === (TcpFlag.syn | TcpFlag.ack);
  const rst = (flags & TcpFlag.rst) !== 0;
  if (!synAck && !rst) return null;
  return {
    ...received,
    kind: 'direct',
    direct: rst ? 'rst' : 'syn-ack',
    icmp: null,
    protocol: 'tcp',
    sourcePort: segment.destinationPort ?? null,
    destinationPort: segment.sourcePort ?? null,
    identifier: null,
    // A SYN is acknowledged by its number plus one (RFC 9293 section 3.10.7); a RST to an ACK shows nothing of ours.
    sequenceNumber:
      (flags & TcpFlag.ack) !== 0 && segment.acknowledgmentNumber !== undefined
        ? (segment.acknowledgmentNumber - 1) >>> 0
        : null,
  };
}

const ROLES = ['incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'] as const;

function readExtensions(structure: ExtensionStructure | null): Pick<IcmpError, 'mpls' | 'interfaces' | 'extensions'> {
  const mpls: MplsLabelStackEntry[] = [];
  const interfaces: ReplyInterface[] = [];
  const extensions: ReplyExtension[] = [];
  for (const object of structure?.objects ?? []) {
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

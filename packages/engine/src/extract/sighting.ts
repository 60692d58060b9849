import { decodeDatagram, decodeFrame, decodeQuote, type LinkLayer, type Quote, TcpFlag } from '@hoplite/codec';
import type { CapturePacket } from '../capture.js';
import type { Header } from '../header.js';
import type { Instant } from '../instant.js';
import type { Reply } from '../reply.js';

/** Where and when a packet of the capture was seen. */
export interface Sighting {
  /** The frame's number in the capture. */
  readonly number: number;
  readonly at: Instant;
  /** What tells two views of one packet apart: the interface, and on it the direction and the sender's link address. */
  readonly link: string;
}

/** A packet that may be a probe. Nothing of it is borrowed. */
export interface ProbeSighting extends Sighting {
  readonly header: Header;
  /** Bytes of the whole datagram; of a fragmented one known with its last fragment. */
  size: number;
  /** Bytes from the UDP or TCP header on; null for others. */
  readonly segmentSize: number | null;
  /** Of TCP: an ACK, where the others are SYNs. */
  readonly acknowledges: boolean;
}

/** A packet that may be a reply. Nothing of it is borrowed. */
export interface ReplySighting extends Sighting {
  readonly reply: Reply;
}

/** The IP datagram in a captured frame, as far as it can be read, and the frame's link layers. */
export interface OpenedPacket {
  readonly datagram: Pick<Quote, 'ip' | 'payload'>;
  readonly layers: readonly LinkLayer[];
  /** Bytes from the IP header to the end of the frame, as they were on the wire. */
  readonly wireLength: number;
}

/** Takes a captured packet apart; null where it holds no IP. */
export function openPacket({ linkType, frame: bytes, originalLength }: CapturePacket): OpenedPacket | null {
  const frame = decodeFrame(linkType, bytes);
  if (!frame.ok || frame.value.network === 'other') return null;
  const { payload, layers, offset } = frame.value;
  const strict = decodeDatagram(payload);
  // A file may claim less than it holds.
  const wireLength = Math.max(originalLength, bytes.length) - offset;
  return { datagram: strict.ok ? strict.value : decodeQuote(payload), layers, wireLength };
}

/** Whether a datagram is one of those that traceroutes are made of: UDP, an echo request, a SYN, a bare ACK. */
export function mayBeProbe({ payload }: Pick<Quote, 'ip' | 'payload'>): boolean {
  switch (payload?.kind) {
    case 'udp':
    case 'udp-lite':
      return payload.destinationPort !== undefined;
    case 'tcp':
      return isSyn(payload.flags) || (isAck(payload.flags) && payload.payload?.length === 0);
    case 'icmpv4':
    case 'icmpv6':
      return payload.name === 'echo-request';
    default:
      return false;
  }
}

/** Writes down a packet that may be a probe. */
export function sightProbe(packet: CapturePacket, opened: OpenedPacket, header: Header): ProbeSighting {
  const { payload } = opened.datagram;
  return {
    number: packet.number,
    at: packet.at,
    link: describeLink(packet, opened.layers),
    header,
    size: datagramSize(opened, header),
    segmentSize: segmentSize(payload),
    acknowledges: payload?.kind === 'tcp' && isAck(payload.flags),
  };
}

export function sightReply(packet: CapturePacket, { layers }: OpenedPacket, reply: Reply): ReplySighting {
  return { number: packet.number, at: packet.at, link: describeLink(packet, layers), reply };
}

function isSyn(flags: number | undefined): boolean {
  return flags !== undefined && (flags & CONTROL) === TcpFlag.syn;
}

function isAck(flags: number | undefined): boolean {
  return flags !== undefined && (flags & CONTROL) === TcpFlag.ack;
}

const CONTROL = TcpFlag.syn | TcpFlag.ack | TcpFlag.rst | TcpFlag.fin;

/** Without the header that fragmenting adds (RFC 8200 section 4.5). */
function datagramSize({ datagram: { ip, payload }, wireLength }: OpenedPacket, { length }: Header): number {
  if (length === 0) return wireLength;
  const first = isFirstFragment(ip);
  const size = ip?.version === 6 ? 40 + length - (first ? 8 : 0) : length;
  if (!first || payload?.kind !== 'udp') return size;
  // The first fragment of a UDP datagram still tells the length of the whole.
  return Math.max(size, (ip?.version === 4 ? ip.headerLength : 40) + (payload.length ?? 0));
}

function segmentSize(payload: Quote['payload']): number | null {
  if (payload?.kind === 'udp') return payload.length ?? null;
  return payload?.kind === 'tcp' ? (payload.headerLength ?? 0) + (payload.payload?.length ?? 0) : null;
}

function isFirstFragment(ip: Quote['ip']): boolean {
  if (ip?.version === 4) return ip.moreFragments;
  return ip?.extensionHeaders.some((header) => header.kind === 'fragment' && header.moreFragments) ?? false;
}

function describeLink({ interface: number }: CapturePacket, layers: readonly LinkLayer[]): string {
  const outer = layers[0];
  switch (outer?.kind) {
    case 'ethernet':
      return `${number} ${outer.source}`;
    case 'linux-sll':
      return `${number} ${outer.packetType}`;
    case 'linux-sll2':
      return `${number} ${outer.interfaceIndex} ${outer.packetType}`;
    default:
      return String(number);
  }
}

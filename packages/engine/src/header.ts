import {
  type Address,
  type AddressFamily,
  finalDestination,
  type Ipv4Header,
  type Ipv6Header,
  type Quote,
} from '@hoplite/codec';

/** The protocols that a probe can travel in. `icmp` is an echo request over either family. */
export type ProbeProtocol = 'udp' | 'udp-lite' | 'tcp' | 'icmp';

/**
 * The header fields that a probe and its quote are compared by, in one flat shape for both. Null: the field does not
 * exist in this protocol, the quote was cut before it, or nobody could see it.
 */
export interface Header {
  /** The version of IP. */
  readonly family: AddressFamily;
  /** What follows the IP header: that of a probe. */
  readonly protocol: ProbeProtocol;
  /** Who sent the probe: in a quote as a NAT made it, or restored it. */
  readonly source: Address;
  /** The last one of a source route, where there is one: it is the target, and it answers. */
  readonly destination: Address;
  /** The IPv4 TTL or the IPv6 hop limit: of a probe as it left, of a quote what was left of it. */
  readonly ttl: number;
  /** The IPv4 type of service or the IPv6 traffic class. */
  readonly typeOfService: number;
  /** IPv6 only. */
  readonly flowLabel: number | null;
  /** IPv4 only. */
  readonly identification: number | null;
  /** The IPv4 total length or the IPv6 payload length, as on the wire. */
  readonly length: number;
  /** Of UDP and TCP. */
  readonly sourcePort: number | null;
  /** Of UDP and TCP. */
  readonly destinationPort: number | null;
  /** Of an ICMP echo. */
  readonly identifier: number | null;
  /** The sequence number of an ICMP echo or of a TCP segment. */
  readonly sequenceNumber: number | null;
  /** Of the UDP, TCP or ICMP header. */
  readonly checksum: number | null;
  /** A copy of what follows the UDP, TCP or ICMP header, 64 bytes at most, where no checksum speaks for it: it is zero. */
  readonly payload: Uint8Array | null;
}

/**
 * Reads the fields off a decoded datagram or quote; nothing of it is borrowed. Null where it is neither UDP, TCP nor an
 * ICMP echo request.
 */
export function readHeader({ ip, payload }: Pick<Quote, 'ip' | 'payload'>): Header | null {
  if (ip === null || payload === null) return null;
  switch (payload.kind) {
    case 'udp':
    case 'udp-lite':
      return headerOf(ip, payload.kind, payload, null, null, payload.payload);
    case 'tcp':
      return headerOf(ip, 'tcp', payload, null, payload.sequenceNumber, payload.payload);
    case 'icmpv4':
    case 'icmpv6':
      // By the type: a quote may be cut before the message has its shape.
      if (payload.type !== (payload.kind === 'icmpv4' ? 8 : 128)) return null;
      return payload.name === 'echo-request'
        ? headerOf(ip, 'icmp', payload, payload.identifier, payload.sequenceNumber, payload.data)
        : headerOf(ip, 'icmp', payload, null, null, null);
    default:
      return null;
  }
}

interface FirstWords {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly checksum?: number;
}

/**
 * One literal for every protocol, and never spread into another: V8 gives so large a copy a shape of its own, which took
 * a seventh of the memory of what extraction keeps.
 */
function headerOf(
  ip: Ipv4Header | Ipv6Header,
  protocol: ProbeProtocol,
  { sourcePort, destinationPort, checksum }: FirstWords,
  identifier: number | null | undefined,
  sequenceNumber: number | null | undefined,
  payload: Uint8Array | null | undefined,
): Header {
  const v4 = ip.version === 4;
  return {
    family: ip.version,
    protocol,
    source: ip.source,
    destination: finalDestination(ip) ?? ip.destination,
    ttl: v4 ? ip.ttl : ip.hopLimit,
    typeOfService: v4 ? ip.typeOfService : ip.trafficClass,
    flowLabel: v4 ? null : ip.flowLabel,
    identification: v4 ? ip.identification : null,
    length: v4 ? ip.totalLength : ip.payloadLength,
    sourcePort: sourcePort ?? null,
    destinationPort: destinationPort ?? null,
    identifier: identifier ?? null,
    sequenceNumber: sequenceNumber ?? null,
    checksum: checksum ?? null,
    payload: checksum === 0 && payload != null ? payload.slice(0, 64) : null,
  };
}

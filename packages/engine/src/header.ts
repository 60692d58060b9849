import type { Address, AddressFamily, Quote } from '@hoplite/codec';

/** The protocols that a probe can travel in. `icmp` is an echo request over either family. */
export type ProbeProtocol = 'udp' | 'udp-lite' | 'tcp' | 'icmp';

/**
 * The header fields that a probe and its quote are compared by, in one flat shape for both. Null: the field does not
 * exist in this protocol, the quote was cut before it, or nobody could see it.
 */
export interface Header {
  readonly family: AddressFamily;
  readonly protocol: ProbeProtocol;
  readonly source: Address;
  readonly destination: Address;
  readonly ttl: number;
  /** The IPv4 type of service or the IPv6 traffic class. */
  readonly typeOfService: number;
  /** IPv6 only. */
  readonly flowLabel: number | null;
  /** IPv4 only. */
  readonly identification: number | null;
  /** The IPv4 total length or the IPv6 payload length, as on the wire. */
  readonly length: number;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  /** Of an ICMP echo. */
  readonly identifier: number | null;
  /** The sequence number of an ICMP echo or of a TCP segment. */
  readonly sequenceNumber: number | null;
  /** Of the UDP, TCP or ICMP header. */
  readonly checksum: number | null;
  /** What follows the UDP, TCP or ICMP header, as far as it is there. */
  readonly payload: Uint8Array | null;
}

type Packet = Pick<Quote, 'ip' | 'payload'>;

/** Reads the fields off a decoded datagram or quote. Null where it is neither UDP, TCP nor an ICMP echo request. */
export function readHeader({ ip, payload }: Packet): Header | null {
  if (ip === null || payload === null) return null;
  const network = {
    family: ip.version,
    source: ip.source,
    destination: ip.destination,
    ttl: ip.version === 4 ? ip.ttl : ip.hopLimit,
    typeOfService: ip.version === 4 ? ip.typeOfService : ip.trafficClass,
    flowLabel: ip.version === 4 ? null : ip.flowLabel,
    identification: ip.version === 4 ? ip.identification : null,
    length: ip.version === 4 ? ip.totalLength : ip.payloadLength,
  } as const;
  switch (payload.kind) {
    case 'udp':
    case 'udp-lite':
      return {
        ...network,
        protocol: payload.kind,
        sourcePort: payload.sourcePort ?? null,
        destinationPort: payload.destinationPort ?? null,
        identifier: null,
        sequenceNumber: null,
        checksum: payload.checksum ?? null,
        payload: payload.payload ?? null,
      };
    case 'tcp':
      return {
        ...network,
        protocol: 'tcp',
        sourcePort: payload.sourcePort ?? null,
        destinationPort: payload.destinationPort ?? null,
        identifier: null,
        sequenceNumber: payload.sequenceNumber ?? null,
        checksum: payload.checksum ?? null,
        payload: payload.payload ?? null,
      };
    case 'icmpv4':
    case 'icmpv6':
      // By the type: a quote may be cut before the message has its shape.
      if (payload.type !== (payload.kind === 'icmpv4' ? 8 : 128)) return null;
      return {
        ...network,
        protocol: 'icmp',
        sourcePort: null,
        destinationPort: null,
        identifier: 'identifier' in payload ? (payload.identifier ?? null) : null,
        sequenceNumber: 'sequenceNumber' in payload ? (payload.sequenceNumber ?? null) : null,
        checksum: payload.checksum ?? null,
        payload: 'data' in payload ? (payload.data ?? null) : null,
      };
    default:
      return null;
  }
}

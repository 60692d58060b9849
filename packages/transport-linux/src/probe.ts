import { type Address, type AddressFamily, type Datagram, decodeDatagram } from '@hoplite/codec';
import type { Device } from './interfaces.js';

/** A datagram to be sent, read as far as its sockets must know it. */
export interface Probe {
  readonly id: number;
  readonly datagram: Uint8Array;
  readonly family: AddressFamily;
  readonly protocol: 'udp' | 'icmp' | 'tcp';
  readonly source: Address;
  readonly destination: Address;
  readonly ttl: number;
  /** The type of service or traffic class. */
  readonly typeOfService: number;
  readonly dontFragment: boolean;
  /** The source port, or the identifier of an ICMP echo. */
  readonly flow: number;
  /** 0 for an ICMP echo. */
  readonly destinationPort: number;
  readonly decoded: Datagram;
  /** The interface that it must leave by; null for the one that it is routed by. */
  readonly device: Device | null;
}

/** Null for a datagram that is neither UDP, a TCP segment nor an ICMP echo request. */
export function readProbe(id: number, datagram: Uint8Array, device: Device | null = null): Probe | null {
  const result = decodeDatagram(datagram);
  if (!result.ok) return null;
  const { ip, payload } = result.value;
  const ports = readPorts(payload);
  if (ports === null) return null;
  return {
    id,
    datagram,
    family: ip.version,
    source: ip.source,
    destination: ip.destination,
    ttl: ip.version === 4 ? ip.ttl : ip.hopLimit,
    typeOfService: ip.version === 4 ? ip.typeOfService : ip.trafficClass,
    dontFragment: ip.version === 4 ? ip.dontFragment : true,
    protocol: ports.protocol,
    flow: ports.flow,
    destinationPort: ports.destinationPort,
    decoded: result.value,
    device,
  };
}

function readPorts(payload: Datagram['payload']): Pick<Probe, 'protocol' | 'flow' | 'destinationPort'> | null {
  switch (payload.kind) {
    case 'udp':
    case 'tcp':
      return { protocol: payload.kind, flow: payload.sourcePort, destinationPort: payload.destinationPort };
    case 'icmpv4':
    case 'icmpv6':
      return payload.name === 'echo-request'
        ? { protocol: 'icmp', flow: payload.identifier, destinationPort: 0 }
        : null;
    default:
      return null;
  }
}

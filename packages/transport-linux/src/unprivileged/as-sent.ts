import { encodeDatagram } from '@hoplite/codec';
import type { Probe } from '../probe.js';

/** A probe as it leaves a socket that writes the IP header itself, and what of it nobody can know. */
export interface AsSent {
  readonly actual: Uint8Array;
  readonly unknown: readonly string[];
}

/** `flow` is the source port or identifier that the socket has. The flow label is zero: none was asked for of the system. */
export function asSent({ datagram, decoded: { ip, payload }, flow }: Probe, boundFlow: number): AsSent {
  const unknown = ip.version === 4 ? ['identification'] : [];
  if (boundFlow === flow && (ip.version === 4 || ip.flowLabel === 0)) return { actual: datagram, unknown };
  const header = ip.version === 4 ? ip : { ...ip, flowLabel: 0 };
  switch (payload.kind) {
    case 'udp':
    case 'tcp': {
      const { checksum: _, ...rest } = payload;
      return { actual: encodeDatagram({ ip: header, payload: { ...rest, sourcePort: boundFlow } }), unknown };
    }
    case 'icmpv4':
    case 'icmpv6': {
      const { checksum: _, ...rest } = payload;
      const renumbered = 'identifier' in rest ? { ...rest, identifier: boundFlow } : rest;
      return { actual: encodeDatagram({ ip: header, payload: renumbered }), unknown };
    }
    default:
      return { actual: datagram, unknown };
  }
}

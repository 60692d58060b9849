import { type Address, encodeDatagram, internetChecksum, pseudoHeaderSum } from '@hoplite/codec';

/** A datagram whose IPv6 header nobody saw. */
export interface Rebuilt {
  readonly datagram: Uint8Array;
  /** What of it is made up. */
  readonly reconstructed: readonly string[];
}

/**
 * The IPv6 datagram that held `payload`: a raw socket delivers what follows the headers, and from whom it came (RFC 3542
 * section 3). Hop limit, traffic class and flow label are written as zero. Of the addresses that it may have been sent to
 * the checksum, which is taken over the address too, proves one.
 */
export function rebuildIpv6(
  payload: Uint8Array,
  nextHeader: number,
  source: Address,
  destinations: readonly Address[],
): Rebuilt | null {
  const proven = destinations.find(
    (destination) => internetChecksum(payload, pseudoHeaderSum(source, destination, nextHeader, payload.length)) === 0,
  );
  const destination = proven ?? destinations[0];
  if (destination === undefined) return null;
  const datagram = encodeDatagram({
    ip: {
      version: 6,
      trafficClass: 0,
      flowLabel: 0,
      nextHeader,
      hopLimit: 0,
      source,
      destination,
      extensionHeaders: [],
    },
    payload: { kind: 'opaque', bytes: payload },
  });
  return { datagram, reconstructed: proven === undefined ? [...UNSEEN, 'ip.destination'] : UNSEEN };
}

const UNSEEN = ['ip.ttl', 'ip.typeOfService', 'ip.flowLabel'] as const;

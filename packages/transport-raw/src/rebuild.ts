import { type Address, encodeDatagram, internetChecksum, pseudoHeaderSum } from '@hoplite/codec';
import { ICMPV6 } from './probe-header.js';

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
  const isError = nextHeader === ICMPV6 && (payload[0] ?? 0) < FIRST_INFORMATIONAL;
  return { datagram, reconstructed: isError ? UNSEEN_OF_ERROR : UNSEEN };
}

/** ICMPv6 types from here on are no errors (RFC 4443 section 2.1). */
const FIRST_INFORMATIONAL = 128;

/** As the port names them. The destination needs no naming: a wrong one would match no probe. */
const UNSEEN = ['ttl', 'typeOfService', 'flowLabel'] as const;
const UNSEEN_OF_ERROR = ['replyTtl', 'replyTypeOfService', 'replyFlowLabel'] as const;

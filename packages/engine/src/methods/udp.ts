import { headersLength, ipHeader, probePayload, withChecksum } from './datagram.js';
import { NO_REACH, PAYLOAD_LEAST, type ProbeMethod, type ProbePlan, tokenOf } from './method.js';

/**
 * Paris traceroute: all probes of one flow, so that load balancers send them one way. The checksum and, over IPv4, the
 * identification carry the probe, both, since a NAT may rewrite either.
 */
export const udp: ProbeMethod = {
  name: 'udp',
  protocol: 'udp',
  identifiers: (family) => (family === 4 ? ['checksum', 'identification'] : ['checksum']),
  leastLength: (family) => headersLength({ family }) + PAYLOAD_LEAST,
  reach: () => NO_REACH,
  build: (plan) => buildUdp(plan, plan.secrets.sourcePort, plan.options.port),
};

/** A UDP probe between these ports whose checksum is the probe's token; of `packetLength` bytes where no length is given. */
export function buildUdp(plan: ProbePlan, sourcePort: number, destinationPort: number, length?: number): Uint8Array {
  const ip = ipHeader(plan, 17);
  return withChecksum(probePayload(plan, length), tokenOf(plan), (payload) => ({
    ip,
    payload: { kind: 'udp', sourcePort, destinationPort, payload },
  }));
}

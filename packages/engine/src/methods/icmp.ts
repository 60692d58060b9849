import { headersLength, ipHeader, probePayload, withChecksum } from './datagram.js';
import { NO_REACH, PAYLOAD_LEAST, type ProbeMethod, tokenOf } from './method.js';

/**
 * Paris ICMP: echo requests whose checksum, which load balancers hash, stays the same. The sequence number and, over
 * IPv4, the identification carry the probe.
 */
export const icmp: ProbeMethod = {
  name: 'icmp',
  protocol: 'icmp',
  identifiers: (family) => (family === 4 ? ['sequenceNumber', 'identification'] : ['sequenceNumber']),
  leastLength: (family) => headersLength({ family }) + PAYLOAD_LEAST,
  reach: () => NO_REACH,
  build(plan) {
    const { family, secrets } = plan;
    const echo = {
      name: 'echo-request',
      code: 0,
      identifier: secrets.identifier,
      sequenceNumber: tokenOf(plan),
    } as const;
    const ip = ipHeader(plan, family === 4 ? 1 : 58);
    return withChecksum(probePayload(plan), secrets.identifier, (data) => ({
      ip,
      payload: family === 4 ? { kind: 'icmpv4', type: 8, ...echo, data } : { kind: 'icmpv6', type: 128, ...echo, data },
    }));
  },
};

import { encodeDatagram } from '@hoplite/codec';
import { headersLength, ipHeader, probePayload } from './datagram.js';
import { NO_REACH, PAYLOAD_LEAST, type ProbeMethod } from './method.js';

/**
 * Dublin traceroute: every attempt is a flow of its own, by its destination port, so that a hop's queries may show
 * several paths. The identification carries the probe, over IPv6 the payload length.
 */
export const udpDublin: ProbeMethod = {
  protocol: 'udp',
  identifiers: (family) => (family === 4 ? ['identification'] : ['length']),
  leastLength: (family) => headersLength({ family }) + PAYLOAD_LEAST,
  reach: ({ queries, maxTtl }, family) => ({ ...NO_REACH, port: queries - 1, packetLength: family === 6 ? maxTtl : 0 }),
  build(plan) {
    const { family, ttl, attempt, secrets, options } = plan;
    const length = options.packetLength + (family === 6 ? ttl : 0);
    return encodeDatagram({
      ip: ipHeader(plan, 17),
      payload: {
        kind: 'udp',
        sourcePort: secrets.sourcePort,
        destinationPort: options.port + attempt - 1,
        payload: probePayload(plan, length),
      },
    });
  },
};

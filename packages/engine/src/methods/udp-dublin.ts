import { encodeDatagram } from '@hoplite/codec';
import { headersLength, ipHeader, probePayload } from './datagram.js';
import { NO_REACH, PAYLOAD_LEAST, type ProbeMethod } from './method.js';
import { buildUdp } from './udp.js';

/**
 * Dublin traceroute: every attempt is a flow of its own, by its destination port, so that a hop's queries may show
 * several paths. The identification carries the probe. Over IPv6 it is the payload length, as in Dublin traceroute, and
 * the checksum, by which the probe is known: the length anybody can guess.
 */
export const udpDublin: ProbeMethod = {
  name: 'udp-dublin',
  protocol: 'udp',
  identifiers: (family) => (family === 4 ? ['identification'] : ['checksum']),
  leastLength: (family) => headersLength({ family }) + PAYLOAD_LEAST,
  reach: ({ queries, maxTtl }, family) => ({ ...NO_REACH, port: queries - 1, packetLength: family === 6 ? maxTtl : 0 }),
  build(plan) {
    const { family, ttl, attempt, secrets, options } = plan;
    const destinationPort = options.port + attempt - 1;
    if (family === 6) return buildUdp(plan, secrets.sourcePort, destinationPort, options.packetLength + ttl);
    return encodeDatagram({
      ip: ipHeader(plan, 17),
      payload: {
        kind: 'udp',
        sourcePort: secrets.sourcePort,
        destinationPort,
        payload: probePayload(plan),
      },
    });
  },
};

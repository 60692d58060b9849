import { NO_REACH, type ProbeMethod } from './method.js';
import { buildUdp, udp } from './udp.js';

/**
 * The destination port rises: with every probe, as in traceroute(8), or with every hop, as in the POE module, where the
 * source port tells a hop's queries apart. What the ports show anybody can guess; the identifiers are those of `udp`.
 */
export const udpClassic: ProbeMethod = {
  name: 'udp-classic',
  protocol: 'udp',
  identifiers: udp.identifiers,
  leastLength: udp.leastLength,
  reach({ portStep, firstTtl, maxTtl, queries }) {
    const hops = maxTtl - firstTtl + 1;
    return portStep === 'probe'
      ? { ...NO_REACH, port: hops * queries - 1 }
      : { ...NO_REACH, port: hops - 1, sourcePort: queries - 1 };
  },
  build(plan) {
    const { index, ttl, attempt, secrets, options } = plan;
    return options.portStep === 'probe'
      ? buildUdp(plan, secrets.sourcePort, options.port + index)
      : buildUdp(plan, secrets.sourcePort + attempt - 1, options.port + ttl - options.firstTtl);
  },
};

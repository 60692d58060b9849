import { ipHeader, NO_REACH, type ProbeMethod, probePayload, tokenOf, withChecksum } from '@hoplite/engine';

/** `udp-classic` the other way round: each probe leaves from the next source port, all go to one port. */
export const manySources: ProbeMethod = {
  name: 'many-sources',
  protocol: 'udp',
  identifiers: (family) => (family === 4 ? ['checksum', 'identification'] : ['checksum']),
  leastLength: (family) => (family === 4 ? 30 : 50),
  reach: ({ firstTtl, maxTtl, queries }) => ({ ...NO_REACH, sourcePort: (maxTtl - firstTtl + 1) * queries - 1 }),
  build(plan) {
    const sourcePort = plan.secrets.sourcePort + plan.index;
    const ip = ipHeader(plan, 17);
    return withChecksum(probePayload(plan), tokenOf(plan), (payload) => ({
      ip,
      payload: { kind: 'udp', sourcePort, destinationPort: plan.options.port, payload },
    }));
  },
};

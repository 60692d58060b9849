import { encodeDatagram, TcpFlag } from '@hoplite/codec';
import { ipHeader } from './datagram.js';
import { NO_REACH, type ProbeMethod, SEQUENCE_STEP } from './method.js';

/** SYNs of one flow without payload. The sequence number and, over IPv4, the identification carry the probe. */
export const tcp: ProbeMethod = {
  name: 'tcp',
  protocol: 'tcp',
  identifiers: (family) => (family === 4 ? ['sequenceNumber', 'identification'] : ['sequenceNumber']),
  leastLength: (family) => (family === 4 ? 20 : 40) + 20,
  reach: () => NO_REACH,
  build(plan) {
    const { secrets, options, index } = plan;
    return encodeDatagram({
      ip: ipHeader(plan, 6),
      payload: {
        kind: 'tcp',
        sourcePort: secrets.sourcePort,
        destinationPort: options.port,
        sequenceNumber: (secrets.sequenceNumber + SEQUENCE_STEP * index) >>> 0,
        acknowledgmentNumber: 0,
        reserved: 0,
        flags: TcpFlag.syn,
        window: 5840,
        urgentPointer: 0,
        options: [],
        payload: new Uint8Array(0),
      },
    });
  },
};

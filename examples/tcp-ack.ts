import { encodeDatagram, TcpFlag } from '@hoplite/codec';
import { ipHeader, NO_REACH, type ProbeMethod } from '@hoplite/engine';

/**
 * ACKs of connections that nobody opened: a filter that keeps no state takes them for part of one, and the destination
 * resets them. Of its probe a RST shows nothing but the ports, so each probe has a source port of its own.
 */
export const tcpAck: ProbeMethod = {
  name: 'tcp-ack',
  protocol: 'tcp',
  identifiers: (family) => (family === 4 ? ['sequenceNumber', 'identification'] : ['sequenceNumber']),
  leastLength: (family) => (family === 4 ? 20 : 40) + 20,
  reach({ firstTtl, maxTtl, queries }) {
    return { ...NO_REACH, sourcePort: (maxTtl - firstTtl + 1) * queries - 1 };
  },
  build(plan) {
    const { index, secrets, options } = plan;
    return encodeDatagram({
      ip: ipHeader(plan, 6),
      payload: {
        kind: 'tcp',
        sourcePort: secrets.sourcePort + index,
        destinationPort: options.port,
        sequenceNumber: (secrets.sequenceNumber + index) >>> 0,
        acknowledgmentNumber: secrets.sequenceNumber,
        reserved: 0,
        flags: TcpFlag.ack,
        window: 5840,
        urgentPointer: 0,
        options: [],
        payload: new Uint8Array(0),
      },
    });
  },
};

import type { Capabilities, Transport } from '@hoplite/engine';
import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import type { LiveTransport, Way } from './ways.js';

/** A way whose network is a loopback interface; `lacking` of its capabilities replaced. */
export function loopback(transport: LiveTransport, title: string, lacking: Partial<Capabilities> = {}): Way {
  return {
    transport,
    title,
    lacks: { icmp: { reason: 'no group here may ping', remedy: 'sudo sysctl -w icmp=1' } },
    open: async () => limited(createSimTransport(HOST, { seed: 1 }), lacking),
  };
}

/** A way that this process may not use. */
export function refused(transport: LiveTransport, title: string, error: Error): Way {
  return {
    transport,
    title,
    lacks: {},
    open: async () => {
      throw error;
    },
  };
}

function limited(transport: Transport, lacking: Partial<Capabilities>): Transport {
  return Object.assign(transport, { capabilities: { ...transport.capabilities, ...lacking } });
}

const HOST: TopologyInit = {
  from: 'process',
  nodes: { process: { kind: 'host' }, loopback: { kind: 'host' } },
  links: [
    {
      ends: [
        { node: 'process', addresses: ['127.0.0.2', '::2'] },
        { node: 'loopback', addresses: ['127.0.0.1', '::1'] },
      ],
    },
  ],
};

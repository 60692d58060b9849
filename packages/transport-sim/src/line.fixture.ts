import { type Datagram, decodeDatagram, decodeQuote, type Quote } from '@hoplite/codec';
import { icmpProbe, tcpProbe, udpProbe } from '@hoplite/testing';
import { createNetwork, type Network } from './network.js';
import type { Delivery } from './node/here.js';
import type { LinkInit } from './topology/link.js';
import type { NodeInit } from './topology/node.js';
import type { TopologyInit } from './topology/topology.js';

/** What differs from a plain line of routers. */
export interface LineChanges {
  readonly nodes?: Readonly<Record<string, NodeInit>>;
  /** By the name of the node at which the link begins. */
  readonly links?: Readonly<Record<string, Partial<LinkInit>>>;
  readonly rest?: Partial<TopologyInit>;
}

/**
 * `pc - r1 - r2 - r3 - target`, a millisecond each, v4 and v6. The near end of the link to the node of place i has
 * 10.0.i.1 and 2001:db8::i:1, its far end 10.0.i.2 and 2001:db8::i:2.
 */
export function line(changes: LineChanges = {}, routers = 3): TopologyInit {
  const names = ['pc', ...Array.from({ length: routers }, (_, index) => `r${index + 1}`), 'target'];
  const nodes = names.map((name) => {
    const kind = name.startsWith('r') ? 'router' : 'host';
    return [name, { kind, ...changes.nodes?.[name] } satisfies NodeInit] as const;
  });
  const links = names.slice(1).map((name, index): LinkInit => {
    const near = names[index] as string;
    const place = index + 1;
    return {
      ends: [
        { node: near, addresses: [`10.0.${place}.1`, `2001:db8::${place}:1`] },
        { node: name, addresses: [`10.0.${place}.2`, `2001:db8::${place}:2`] },
      ],
      latency: 1,
      ...changes.links?.[near],
    };
  });
  return { from: 'pc', nodes: Object.fromEntries(nodes), links, ...changes.rest };
}

export const lineNetwork = (changes: LineChanges = {}, seed = 1): Network =>
  createNetwork(line(changes), { seed, attached: ['pc'] });

export const PC = '10.0.1.1';
export const TARGET = '10.0.4.2';
const PC6 = '2001:db8::1:1';
export const TARGET6 = '2001:db8::4:2';
const far = { 4: { source: PC, destination: TARGET }, 6: { source: PC6, destination: TARGET6 } } as const;

/** Probes from the near end of the line to its far end. */
export const udp = (
  ttl: number,
  more: Partial<Parameters<typeof udpProbe>[0]> & { family?: 4 | 6 } = {},
): Uint8Array => {
  const { family = 4, ...fields } = more;
  return udpProbe({
    ...far[family],
    ttl,
    sourcePort: 40000,
    destinationPort: 33434,
    identification: 0x1234,
    ...fields,
  });
};

export const echo = (ttl: number, family: 4 | 6 = 4): Uint8Array =>
  icmpProbe({ ...far[family], ttl, identifier: 77, sequenceNumber: ttl });

export const tcp = (
  ttl: number,
  more: Partial<Parameters<typeof tcpProbe>[0]> & { family?: 4 | 6 } = {},
): Uint8Array => {
  const { family = 4, ...fields } = more;
  return tcpProbe({ ...far[family], ttl, sourcePort: 40000, destinationPort: 80, sequenceNumber: 1000, ...fields });
};

/** An answer in words: who, what, and when in milliseconds. */
export interface Answer {
  readonly from: string;
  readonly what: string;
  readonly at: number;
  readonly ttl: number;
  readonly datagram: Datagram;
  /** What an ICMP error quotes. */
  readonly quote: Quote | null;
}

export const answersTo = (network: Network, datagram: Uint8Array, at = 0): readonly Answer[] =>
  network.send('pc', datagram, at * 1e6).map(readAnswer);

/** `from what` of each answer. */
export const saidTo = (network: Network, datagram: Uint8Array, at = 0): readonly string[] =>
  answersTo(network, datagram, at).map(({ from, what }) => `${from} ${what}`);

export function readAnswer({ datagram: bytes, at }: Pick<Delivery, 'datagram' | 'at'>): Answer {
  const decoded = decodeDatagram(bytes);
  if (!decoded.ok) throw new Error('what arrived is no datagram');
  const { ip, payload } = decoded.value;
  const quote = 'original' in payload ? decodeQuote(payload.original) : null;
  const ttl = ip.version === 4 ? ip.ttl : ip.hopLimit;
  return { from: ip.source, what: describe(decoded.value), at: at / 1e6, ttl, datagram: decoded.value, quote };
}

function describe({ payload }: Datagram): string {
  switch (payload.kind) {
    case 'icmpv4':
    case 'icmpv6':
      return payload.name === 'time-exceeded' || payload.name.startsWith('echo')
        ? payload.name
        : `${payload.type}/${payload.code}`;
    case 'tcp':
      return `tcp ${payload.flags.toString(2)}`;
    default:
      return payload.kind;
  }
}

import type { TopologyInit } from '@hoplite/transport-sim';
import { fileWith } from './command.fixture.js';

/**
 * `pc - r1 - r2 - r3 - t`, a millisecond from each to the next, over IPv4 and IPv6, without chance. Towards node i the
 * address is 10.0.i.2 and 2001:db8::i:2. r2 says nothing, r3 has 192.0.2.0/24 behind it with
 * nobody in it, no port of t is open.
 */
export const network: TopologyInit = {
  from: 'pc',
  nodes: {
    pc: { kind: 'host' },
    r1: { kind: 'router', errors: { interfaceInformation: true } },
    r2: { kind: 'router', errors: { timeExceeded: false } },
    r3: { kind: 'router', networks: ['192.0.2.0/24'], initialTtl: 200 },
    t: { kind: 'host' },
  },
  links: ['pc', 'r1', 'r2', 'r3'].map((near, index) => ({
    ends: [
      { node: near, addresses: [`10.0.${index + 1}.1`, `2001:db8::${index + 1}:1`] },
      { node: ['r1', 'r2', 'r3', 't'][index] ?? '', addresses: [`10.0.${index + 1}.2`, `2001:db8::${index + 1}:2`] },
    ],
    latency: 1,
  })),
  names: { 'gw.example': ['10.0.1.2'], 't.example': ['10.0.4.2', '2001:db8::4:2'], 'six.example': ['2001:db8::4:2'] },
};

/**
 * The network with a further way, from its first node to its last, taken where a nearer one is down; over the link i of it,
 * counted from 0, lies 10.0.(8 + i).2. What is in between are routers, or what `nodes` says.
 */
export function withDetour(
  way: readonly string[],
  changes: NonNullable<TopologyInit['changes']>,
  nodes: TopologyInit['nodes'] = {},
): TopologyInit {
  const routers = Object.fromEntries(way.slice(1, -1).map((name) => [name, {}]));
  const links = way.slice(1).map((far, index): TopologyInit['links'][number] => ({
    ends: [
      { node: way[index] ?? '', addresses: [`10.0.${8 + index}.1`] },
      { node: far, addresses: [`10.0.${8 + index}.2`] },
    ],
    latency: 1,
    cost: 10,
  }));
  return {
    ...network,
    nodes: { ...network.nodes, ...routers, ...nodes },
    links: [...network.links, ...links],
    changes,
  };
}

/** `--transport` and the seed, over that network or another. */
export function over(topology: TopologyInit = network): readonly string[] {
  return ['--transport', `sim:${fileWith(JSON.stringify(topology), 'network.json')}`, '--seed', '1'];
}

import type { TopologyInit } from '@hoplite/transport-sim';

/** Every network here is traced from `pc` to here. */
export const TARGET = '198.51.100.80';

/** Thirty hops around the world, with names of many lengths, silent routers, lost probes and MPLS. */
export function longPath(): TopologyInit {
  const routers = Array.from({ length: 29 }, (_, index) => `r${index + 1}`);
  const chain = ['pc', ...routers, 'target'];
  return {
    from: 'pc',
    nodes: {
      pc: { kind: 'host' },
      ...Object.fromEntries(routers.map((name) => [name, {}])),
      r7: { errors: false },
      r12: { errors: { loss: 0.4 } },
      r13: { errors: { timeExceeded: false } },
      r21: { errors: { loss: 0.5, jitter: 40 } },
      target: { kind: 'host' },
    },
    links: chain.slice(1).map((node, index) => ({
      ends: [
        { node: chain[index] ?? '', addresses: [`10.${index}.0.1`] },
        { node, addresses: [node === 'target' ? TARGET : `10.${index}.0.2`] },
      ],
      latency: index === 9 ? 38 : index === 18 ? 61 : 0.2 + (index % 5),
      jitter: 0.3 + (index % 3),
    })),
    tunnels: [{ path: ['r15', 'r16', 'r17', 'r18'], labels: [24001, 24017, 3] }],
    names: {
      'gw.home.example': ['10.0.0.2'],
      'ae1.edge.isp.example': ['10.1.0.2'],
      ...Object.fromEntries(
        routers
          .slice(3, 26)
          .map((name, index) => [`ae${index}.${name}.${'transit.'.repeat(index % 5)}example`, [`10.${index + 3}.0.2`]]),
      ),
      'www.a-name-that-goes-on-and-on.of-a-host-in-some-cloud-region-or-other.example': [TARGET],
    },
  };
}

/** One router that divides flows among sixteen others, each with one more behind it. */
export function sixteenWays(balance: 'flow' | 'packet' = 'flow'): TopologyInit {
  const ways = Array.from({ length: 16 }, (_, index) => index + 1);
  const link = (near: string, far: string, address: string, latency: number) => ({
    ends: [near, { node: far, addresses: [address] }] as const,
    latency,
    jitter: 0.4,
  });
  return {
    from: 'pc',
    nodes: {
      pc: { kind: 'host', addresses: ['10.0.0.2'] },
      gateway: { addresses: ['10.0.0.1'] },
      split: { balance },
      ...Object.fromEntries(
        ways.flatMap((way) => [
          [`upper${way}`, {}],
          [`lower${way}`, {}],
        ]),
      ),
      join: {},
      target: { kind: 'host' },
    },
    links: [
      link('pc', 'gateway', '10.0.0.1', 0.4),
      link('gateway', 'split', '10.0.1.1', 2),
      ...ways.map((way) => link('split', `upper${way}`, `10.16.${way}.2`, 1 + way / 2)),
      ...ways.map((way) => link(`upper${way}`, `lower${way}`, `10.17.${way}.2`, 3)),
      ...ways.map((way) => link(`lower${way}`, 'join', `10.18.${way}.2`, 1)),
      link('join', 'target', TARGET, 4),
    ],
  };
}

/** Nothing comes back, from anywhere. */
export function nothingButSilence(): TopologyInit {
  return {
    from: 'pc',
    nodes: { pc: { kind: 'host' }, hole: { errors: false }, target: { kind: 'host' } },
    links: [
      {
        ends: [
          { node: 'pc', addresses: ['10.0.0.2'] },
          { node: 'hole', addresses: ['10.0.0.1'] },
        ],
      },
      {
        ends: [
          { node: 'hole', addresses: ['198.51.100.1'] },
          { node: 'target', addresses: [TARGET] },
        ],
        up: false,
      },
    ],
  };
}

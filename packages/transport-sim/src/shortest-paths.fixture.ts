import type { LinkEnd, LinkInit } from './topology/link.js';
import type { TopologyInit } from './topology/topology.js';

/** What a probe of that TTL must be answered by, and when. */
interface Expected {
  readonly ttl: number;
  readonly address: string;
  readonly rtt: number;
}

/**
 * The truth about a network of plain routers whose paths all cost differently, found by Floyd and Warshall's algorithm and
 * sums: nothing of the network that it judges is in it.
 */
export function shortestPaths({ nodes, links }: TopologyInit, family: 4 | 6) {
  const names = Object.keys(nodes);
  const edges = links.flatMap((link) => [edge(link, 0, 1, {}), edge(link, 1, 0, link.reverse ?? {})]);
  const cost = new Map<string, number>();
  const costOf = (a: string, b: string): number => (a === b ? 0 : (cost.get(`${a} ${b}`) ?? Number.POSITIVE_INFINITY));
  for (const { from, to, cost: own } of edges) cost.set(`${from} ${to}`, Math.min(own, costOf(from, to)));
  for (const via of names) {
    for (const a of names) {
      for (const b of names) cost.set(`${a} ${b}`, Math.min(costOf(a, b), costOf(a, via) + costOf(via, b)));
    }
  }

  /** The edges of the one cheapest path. */
  const path = (from: string, to: string): readonly ReturnType<typeof edge>[] => {
    if (from === to) return [];
    const next = edges.find(
      (candidate) => candidate.from === from && candidate.cost + costOf(candidate.to, to) === costOf(from, to),
    );
    if (next === undefined) throw new Error(`no path from ${from} to ${to}`);
    return [next, ...path(next.to, to)];
  };
  const time = (taken: readonly { readonly latency: number }[]): number =>
    taken.reduce((sum, { latency }) => sum + latency, 0);

  /** The target is asked at one of its addresses, and answers from that. */
  const trace = (from: string, to: string, maxTtl: number): readonly Expected[] => {
    const there = path(from, to);
    return Array.from({ length: maxTtl }, (_, index) => {
      const gone = there.slice(0, Math.min(index + 1, there.length));
      const last = gone.at(-1);
      const address = last?.addresses.find((candidate) => candidate.includes(':') === (family === 6)) ?? 'none';
      return { ttl: index + 1, address, rtt: time(gone) + time(path(last?.to ?? from, from)) };
    });
  };
  return { trace };
}

function edge(link: LinkInit, near: 0 | 1, far: 0 | 1, reverse: LinkInit['reverse']) {
  const from = link.ends[near] as LinkEnd;
  const to = link.ends[far] as LinkEnd;
  const { cost = 1, latency = 1 } = { ...link, ...reverse };
  return { from: from.node, to: to.node, addresses: to.addresses, cost, latency: Math.round(latency * 1e6) };
}

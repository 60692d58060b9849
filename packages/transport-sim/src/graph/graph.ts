import type { Address, AddressFamily } from '@hoplite/codec';
import { addressFamily } from '@hoplite/codec';
import type { Instant } from '@hoplite/engine';
import type { LinkProperties } from '../topology/link.js';
import type { Node } from '../topology/node.js';
import type { Topology, Tunnel } from '../topology/topology.js';
import { contains } from './prefixes.js';

/** A topology as a graph: who is where, and what leads to whom. It never changes; changes make another. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Whose address it is, by the node's own list, its links' or the networks that it serves. */
  readonly ownerOf: (address: Address) => GraphNode | null;
}

export interface GraphNode {
  readonly name: string;
  /** Its place among the topology's nodes, the same whatever changes. */
  readonly index: number;
  readonly settings: Node;
  /** In the order of the topology's links. */
  readonly interfaces: readonly Interface[];
  /** All that are its own: of the node, then of its interfaces. */
  readonly addresses: ReadonlySet<Address>;
  /** Those that begin here. */
  readonly tunnels: readonly Tunnel[];
}

/** One end of a link, seen from its node. */
export interface Interface {
  readonly node: string;
  /** Its place among the node's interfaces. */
  readonly index: number;
  readonly link: string;
  readonly addresses: readonly Address[];
  /** The node at the other end, and the place of that end among its interfaces. */
  readonly peer: string;
  readonly peerIndex: number;
  /** What happens to a packet that leaves by it. Delays in whole nanoseconds. */
  readonly out: LinkProperties;
}

export function buildGraph(topology: Topology): Graph {
  const interfaces = joinInterfaces(topology);
  const nodes = new Map<string, GraphNode>();
  for (const [index, [name, settings]] of Object.entries(topology.nodes).entries()) {
    const own = interfaces.get(name) ?? [];
    const addresses = new Set([...settings.addresses, ...own.flatMap((end) => end.addresses)]);
    const tunnels = topology.tunnels.filter(({ path }) => path[0] === name);
    nodes.set(name, { name, index, settings, interfaces: own, addresses, tunnels });
  }
  return { nodes, ownerOf: ownership([...nodes.values()]) };
}

/** Whether a datagram for that address has arrived. */
export function owns({ addresses, settings }: GraphNode, address: Address): boolean {
  return addresses.has(address) || settings.serves.some((prefix) => contains(prefix, address));
}

/** The first address of that family: of the interface, or else of the node. */
export function addressAt(node: GraphNode, at: Interface | null, family: AddressFamily): Address | null {
  return (at === null ? null : firstOf(at.addresses, family)) ?? firstOf(node.addresses, family);
}

function firstOf(addresses: Iterable<Address>, family: AddressFamily): Address | null {
  for (const address of addresses) if (addressFamily(address) === family) return address;
  return null;
}

export const nanoseconds = (milliseconds: number): Instant => Math.round(milliseconds * 1e6);

function joinInterfaces({ links }: Topology): ReadonlyMap<string, readonly Interface[]> {
  const interfaces = new Map<string, Interface[]>();
  const at = (node: string): Interface[] => {
    const list = interfaces.get(node) ?? [];
    interfaces.set(node, list);
    return list;
  };
  for (const { name, ends, reverse, ...properties } of links) {
    const [a, b] = ends;
    const [indexA, indexB] = [at(a.node).length, at(b.node).length];
    const forth = inNanoseconds(properties);
    const back = inNanoseconds({ ...properties, ...reverse });
    at(a.node).push({ ...a, link: name, index: indexA, peer: b.node, peerIndex: indexB, out: forth });
    at(b.node).push({ ...b, link: name, index: indexB, peer: a.node, peerIndex: indexA, out: back });
  }
  return interfaces;
}

function inNanoseconds(properties: LinkProperties): LinkProperties {
  return {
    ...properties,
    latency: nanoseconds(properties.latency),
    jitter: nanoseconds(properties.jitter),
    reorderingDelay: nanoseconds(properties.reorderingDelay),
  };
}

function ownership(nodes: readonly GraphNode[]): (address: Address) => GraphNode | null {
  const exact = new Map(nodes.flatMap((node) => [...node.addresses].map((address) => [address, node] as const)));
  const serving = nodes.filter(({ settings }) => settings.serves.length > 0);
  return (address) => exact.get(address) ?? serving.find((node) => owns(node, address)) ?? null;
}

import type { Address, AddressFamily } from '@hoplite/codec';
import { addressAt, type Graph, type GraphNode, type Interface, owns } from './graph.js';
import { matchLength } from './prefixes.js';

/** Where a node sends what is for an address. */
export type Decision =
  /** It has arrived. */
  | { readonly kind: 'here' }
  /** At least one, equally good. */
  | { readonly kind: 'forward'; readonly via: readonly Interface[] }
  /** With the code of Destination Unreachable: by a route that says so, or because there is none. */
  | { readonly kind: 'unreachable'; readonly code: number }
  | { readonly kind: 'drop' };

/**
 * Decides where datagrams go, and remembers. The longest prefix wins: addresses of neighbours count as networks of one
 * address, as connected networks do, explicit routes by their prefix, and paths found by their cost come last. A host
 * sends what it knows no way for to a neighbour.
 */
export class Routes {
  readonly #graph: Graph;
  readonly #mostRemembered: number;
  readonly #destinations = new Map<Address, Destination>();
  /** The lengths of all lists of decisions. */
  #remembered = 0;
  /** To each node, the cost from every other. */
  readonly #costs = new Map<string, ReadonlyMap<string, number>>();

  /** It remembers for so many destinations times nodes what it decided. */
  constructor(graph: Graph, mostRemembered: number = MOST_REMEMBERED) {
    this.#graph = graph;
    this.#mostRemembered = mostRemembered;
  }

  decide(node: GraphNode, destination: Address): Decision {
    const known = this.#destinations.get(destination)?.decisions[node.index];
    if (known !== undefined) return known;
    // A sweep over a large network must not fill the memory.
    if (this.#remembered >= this.#mostRemembered) this.#forget();
    const { owner, decisions } = this.#destination(destination);
    const decision = this.#find(node, destination, owner);
    this.#remembered += Math.max(0, node.index + 1 - decisions.length);
    decisions[node.index] = decision;
    return decision;
  }

  #destination(destination: Address): Destination {
    const known = this.#destinations.get(destination);
    if (known !== undefined) return known;
    const found = { owner: this.#graph.ownerOf(destination), decisions: [] };
    this.#destinations.set(destination, found);
    return found;
  }

  #forget(): void {
    this.#destinations.clear();
    this.#remembered = 0;
  }

  #find(node: GraphNode, destination: Address, owner: GraphNode | null): Decision {
    if (owner === node || owns(node, destination)) return { kind: 'here' };
    const bits = destination.includes(':') ? 128 : 32;
    const explicit = longest(node, destination);
    if (owner?.addresses.has(destination) && isNeighbour(node, owner) && (explicit?.bits ?? 0) < bits) {
      return { kind: 'forward', via: this.#cheapest(node, owner) };
    }
    if (explicit !== null) return explicit.decision;
    const target = owner ?? this.#announcing(destination);
    // Host Unreachable, Address Unreachable.
    if (target === node) return { kind: 'unreachable', code: bits === 128 ? 3 : 1 };
    const cheapest = target === null ? [] : this.#cheapest(node, target);
    const via = cheapest.length > 0 ? cheapest : defaultGateway(node, bits === 128 ? 6 : 4);
    return via.length > 0 ? { kind: 'forward', via } : { kind: 'unreachable', code: NO_ROUTE };
  }

  #announcing(destination: Address): GraphNode | null {
    const found = [...this.#graph.nodes.values()].map((node) => {
      return { node, bits: Math.max(-1, ...node.settings.networks.map((prefix) => matchLength(prefix, destination))) };
    });
    const best = found.reduce((a, b) => (b.bits > a.bits ? b : a), { node: null, bits: -1 } as {
      node: GraphNode | null;
      bits: number;
    });
    return best.node;
  }

  #cheapest(node: GraphNode, target: GraphNode): readonly Interface[] {
    const costs = this.#costsTo(target);
    const through = open(node)
      .filter(({ peer }) => peer === target.name || this.#graph.nodes.get(peer)?.settings.kind === 'router')
      .map((end) => ({ end, cost: end.out.cost + (costs.get(end.peer) ?? Number.POSITIVE_INFINITY) }));
    const least = Math.min(...through.map(({ cost }) => cost));
    if (!Number.isFinite(least)) return [];
    return through.filter(({ cost }) => cost - least < TOLERANCE).map(({ end }) => end);
  }

  /** Dijkstra from the target backwards. */
  #costsTo(target: GraphNode): ReadonlyMap<string, number> {
    const known = this.#costs.get(target.name);
    if (known !== undefined) return known;
    const settled = new Map<string, number>();
    const reached = new Map([[target.name, 0]]);
    while (reached.size > 0) {
      const [name, cost] = [...reached].reduce((a, b) => (b[1] < a[1] ? b : a));
      reached.delete(name);
      settled.set(name, cost);
      const node = this.#graph.nodes.get(name) as GraphNode;
      // Nobody's way leads through a host.
      if (node.settings.kind === 'host' && node !== target) continue;
      for (const { peer, peerIndex } of node.interfaces) {
        const towards = this.#graph.nodes.get(peer)?.interfaces[peerIndex]?.out;
        if (towards === undefined || !towards.up || settled.has(peer)) continue;
        const sum = cost + towards.cost;
        if (sum < (reached.get(peer) ?? Number.POSITIVE_INFINITY)) reached.set(peer, sum);
      }
    }
    this.#costs.set(target.name, settled);
    return settled;
  }
}

/** What is known of a destination: a packet asks at node after node for the same one. */
interface Destination {
  readonly owner: GraphNode | null;
  /** By the nodes' indexes. */
  readonly decisions: Decision[];
}

/** Some 50 bytes each. */
const MOST_REMEMBERED = 1_000_000;
/** Costs are sums of fractions. */
const TOLERANCE = 1e-9;
/** Net Unreachable (ICMPv4) and No Route to Destination (ICMPv6). */
const NO_ROUTE = 0;

function open({ interfaces }: GraphNode): readonly Interface[] {
  return interfaces.filter(({ out }) => out.up);
}

/** A host has one: its first neighbour on a link that is up, if it has an address of the family to be answered at. */
function defaultGateway(node: GraphNode, family: AddressFamily): readonly Interface[] {
  const first = open(node)[0];
  const usable = node.settings.kind === 'host' && first !== undefined && addressAt(node, first, family) !== null;
  return usable ? [first] : [];
}

function isNeighbour(node: GraphNode, other: GraphNode): boolean {
  return open(node).some(({ peer }) => peer === other.name);
}

/** The explicit route with the longest prefix, of equally long ones the first. */
function longest(node: GraphNode, destination: Address): { readonly bits: number; readonly decision: Decision } | null {
  let best: { bits: number; decision: Decision } | null = null;
  for (const { to, via, unreachable } of node.settings.routes) {
    const bits = to === 'default' ? 0 : matchLength(to, destination);
    if (bits < 0 || bits <= (best?.bits ?? -1)) continue;
    const ends = open(node).filter(({ peer }) => via.includes(peer));
    if (via.length > 0)
      best = {
        bits,
        decision: ends.length > 0 ? { kind: 'forward', via: ends } : { kind: 'unreachable', code: NO_ROUTE },
      };
    else
      best = { bits, decision: unreachable === null ? { kind: 'drop' } : { kind: 'unreachable', code: unreachable } };
  }
  return best;
}

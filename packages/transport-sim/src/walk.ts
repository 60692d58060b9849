import type { Instant } from '@hoplite/engine';
import type { Chance } from './chance.js';
import type { GraphNode } from './graph/graph.js';
import type { Timeline } from './graph/timeline.js';
import type { Delivery, Here, Visit } from './node/here.js';
import { originate } from './node/originate.js';
import { serve } from './node/services.js';
import { createNodeState, type NodeState } from './node/state.js';
import { visit } from './node/visit.js';
import { saltOf } from './packet/flow-hash.js';
import { bytesOf, type Packet } from './packet/packet.js';

/** What has been found of a datagram's way. */
interface Walk {
  /** Packets on their way to nodes. */
  readonly visits: Visit[];
  readonly deliveries: Delivery[];
}

export interface WalkerOptions {
  readonly seed: number;
  readonly chance: Chance;
  /** Nodes that answer nothing themselves: what comes to them is delivered. */
  readonly attached: ReadonlySet<string>;
  /** Every way is gone, but none twice, and no node tires: the network as it is where nothing is left to chance. */
  readonly everyWay: boolean;
}

/**
 * Goes with a datagram, and with all that comes of it, from node to node until everything has arrived or is lost: at
 * once, because nothing that is sent later changes it.
 */
export class Walker {
  readonly #timeline: Timeline;
  readonly #options: WalkerOptions;
  /** By the nodes' indexes. */
  readonly #states: NodeState[] = [];

  constructor(timeline: Timeline, options: WalkerOptions) {
    this.#timeline = timeline;
    this.#options = options;
  }

  /** Sends a packet from a node and returns what arrives, in order of instants. */
  send(from: string, packet: Packet, at: Instant): readonly Delivery[] {
    const walk: Walk = { visits: [], deliveries: [] };
    const here = this.#here({ node: from, incoming: null, packet, at }, walk);
    if (here === null) return [];
    if (here.routes.decide(here.node, packet.destination).kind === 'here') serve(here, packet);
    else originate(here, packet);
    this.#follow(walk);
    return walk.deliveries.sort((a, b) => a.at - b.at);
  }

  #follow(walk: Walk): void {
    const seen = this.#options.everyWay ? new Set<string>() : null;
    for (let left = MOST_VISITS; left > 0; left--) {
      const next = walk.visits.shift();
      if (next === undefined) return;
      if (seen !== null && isRepeated(seen, next)) continue;
      const here = this.#here(next, walk);
      if (here !== null) visit(here, next.packet);
    }
  }

  #here({ node: name, incoming, at }: Visit, { visits, deliveries }: Walk): Here | null {
    const { graph, routes } = this.#timeline.at(at);
    const node = graph.nodes.get(name);
    if (node === undefined) return null;
    return {
      node,
      incoming: incoming === null ? null : (node.interfaces[incoming] ?? null),
      at,
      graph,
      routes,
      state: this.#stateOf(node),
      chance: this.#options.chance,
      visits,
      deliveries: this.#options.attached.has(name) ? deliveries : null,
    };
  }

  #stateOf({ index, name }: GraphNode): NodeState {
    const { seed, everyWay } = this.#options;
    this.#states[index] ??= createNodeState(saltOf(name, seed), !everyWay);
    return this.#states[index] as NodeState;
  }
}

/** No datagram has so many consequences but in a loop that no TTL ends. */
const MOST_VISITS = 4096;

function isRepeated(seen: Set<string>, { node, incoming, packet, at }: Visit): boolean {
  const key = `${node} ${incoming} ${at} ${packet.label?.position} ${packet.label?.ttl} ${bytesOf(packet).join()}`;
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

import type { Instant } from '@hoplite/engine';
import type { Chance } from '../chance.js';
import type { Graph, GraphNode, Interface } from '../graph/graph.js';
import type { Routes } from '../graph/routes.js';
import { flowHash } from '../packet/flow-hash.js';
import type { Packet } from '../packet/packet.js';
import type { NodeState } from './state.js';

/** A packet that comes to a node. */
export interface Visit {
  readonly node: string;
  /** The node's interface by which it comes; null for what the node made itself. */
  readonly incoming: number | null;
  readonly packet: Packet;
  readonly at: Instant;
}

/** A datagram that came to somebody attached to a node. */
export interface Delivery {
  /** Which node, by its name. */
  readonly node: string;
  /** The whole datagram, put together where it came in fragments. */
  readonly datagram: Uint8Array;
  /** When it arrived, in nanoseconds since the clock's origin. */
  readonly at: Instant;
}

/** Where and when something is decided about a packet. */
export interface Here {
  readonly node: GraphNode;
  readonly incoming: Interface | null;
  readonly at: Instant;
  readonly graph: Graph;
  readonly routes: Routes;
  readonly state: NodeState;
  readonly chance: Chance;
  /**
   * Where what leaves this node is added, in order: lists of it, made and joined at every hop, were most of the work.
   */
  readonly visits: Visit[];
  /** Where what arrives for somebody attached to this node is added; null where the node answers for itself. */
  readonly deliveries: Delivery[] | null;
}

/** Of equally good next hops those that the packet takes: one, or each that it may take where nothing is left to chance. */
export function nextHops(
  { node, state, chance }: Here,
  via: readonly Interface[],
  packet: Packet,
): readonly Interface[] {
  if (via.length < 2) return via;
  const { balance } = node.settings;
  if (balance === 'packet') return chance.choose(via);
  const index = flowHash(packet, balance, state.salt) % via.length;
  return via.slice(index, index + 1);
}

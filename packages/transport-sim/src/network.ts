import { type Address, addressFamily } from '@hoplite/codec';
import type { Instant, SendError } from '@hoplite/engine';
import { CERTAIN, seededChance } from './chance.js';
import { addressAt, owns } from './graph/graph.js';
import { Timeline } from './graph/timeline.js';
import type { Delivery } from './node/here.js';
import { isWhole, type Packet, readPacket } from './packet/packet.js';
import { parseTopology } from './topology/parse.js';
import type { Topology, TopologyInit } from './topology/topology.js';
import { type PathOptions, type TrueHop, truePath } from './true-path.js';
import { Walker } from './walk.js';

/** What chance comes from, and who uses the network. */
export interface NetworkOptions {
  /**
   * What everything that is left to chance comes from, and which of several equal ways a flow takes: a whole number, of which
   * the lowest 32 bits count. Default 0.
   */
  readonly seed?: number;
  /** Nodes to which somebody is attached: they answer nothing themselves, what comes to them is delivered. */
  readonly attached: readonly string[];
}

/** What became of a datagram that a system was to send. */
export interface Submitted {
  /** Null where it was sent. */
  readonly refusal: SendError | null;
  /** What arrives at attached nodes because of it, in order of instants; nothing where it was refused. */
  readonly deliveries: readonly Delivery[];
}

/** A network that exists only in memory: datagrams and instants in, datagrams and instants out. It reads no clock. */
export interface Network {
  /** What it was made of, all defaults filled in. */
  readonly topology: Topology;
  /**
   * Sends a datagram from a node; what becomes of it is known at once. Returns what arrives at attached nodes because of
   * it, in order of instants. Bytes that are no datagram are lost at the first node, as on a real wire.
   */
  send(from: string, datagram: Uint8Array, at: Instant): readonly Delivery[];
  /**
   * Sends a datagram as a system does, which may refuse it: with `EINVAL`, `EADDRNOTAVAIL`, `ENETUNREACH` or `EMSGSIZE`.
   */
  submit(from: string, datagram: Uint8Array, at: Instant): Submitted;
  /** The address that a datagram to `destination` would have; null where there is no way. */
  sourceFor(from: string, destination: Address, at: Instant): Address | null;
  /**
   * The truth: which answers that datagram gets with each TTL from 1 on, and their round trip times, where nothing is left
   * to chance. The datagram is of one flow; what routers hash of it decides which of several equal ways it goes. Throws
   * `RangeError` for options out of their range.
   */
  pathOf(from: string, datagram: Uint8Array, options?: PathOptions): readonly TrueHop[];
}

/** Throws `TopologyError` for a topology that is none, `RangeError` for a node that is not there and a seed that is none. */
export function createNetwork(topologyInit: TopologyInit | Topology, options: NetworkOptions): Network {
  const topology = parseTopology(topologyInit);
  const { seed = 0 } = options;
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is ${seed}, must be a whole number`);
  const attached = new Set(options.attached);
  for (const node of attached) needNode(topology, node);
  const timeline = new Timeline(topology);
  const walker = new Walker(timeline, { seed, attached, chance: seededChance(seed), everyWay: false });
  return {
    topology,
    send: (from, datagram, at) => {
      const packet = readPacket(datagram);
      return packet === null ? [] : walker.send(from, packet, at);
    },
    submit: (from, datagram, at) => {
      const packet = readPacket(datagram);
      if (packet === null) return refused('EINVAL', 'these bytes are no IP datagram');
      return refusal(timeline, from, packet, at) ?? { refusal: null, deliveries: walker.send(from, packet, at) };
    },
    sourceFor: (from, destination, at) => sourceFor(timeline, from, destination, at),
    pathOf: (from, datagram, pathOptions = {}) => {
      const certain = new Walker(timeline, { seed, attached: new Set([from]), chance: CERTAIN, everyWay: true });
      const packet = readPacket(datagram);
      return packet === null ? [] : truePath(certain, from, packet, pathOptions);
    },
  };
}

function needNode({ nodes }: Topology, name: string): void {
  if (!Object.hasOwn(nodes, name)) {
    throw new RangeError(`there is no node ${JSON.stringify(name)}; there are ${Object.keys(nodes).join(', ')}`);
  }
}

function refusal(timeline: Timeline, from: string, packet: Packet, at: Instant): Submitted | null {
  const { graph, routes } = timeline.at(at);
  const node = graph.nodes.get(from);
  if (node === undefined) return refused('ENODEV', `there is no node ${from}`);
  if (!owns(node, packet.source)) return refused('EADDRNOTAVAIL', `${packet.source} is no address of ${from}`);
  const decision = routes.decide(node, packet.destination);
  if (decision.kind === 'here') return null;
  if (decision.kind !== 'forward') return refused('ENETUNREACH', `no route to ${packet.destination}`);
  const mtu = Math.max(...decision.via.map(({ out }) => out.mtu));
  if (packet.bytes.length <= mtu || !isWhole(packet)) return null;
  return refused('EMSGSIZE', `${packet.bytes.length} bytes do not fit an MTU of ${mtu}`);
}

function refused(code: string, message: string): Submitted {
  return { refusal: { code, message }, deliveries: [] };
}

function sourceFor(timeline: Timeline, from: string, destination: Address, at: Instant): Address | null {
  const { graph, routes } = timeline.at(at);
  const node = graph.nodes.get(from);
  const family = addressFamily(destination);
  if (node === undefined || family === null) return null;
  const decision = routes.decide(node, destination);
  if (decision.kind === 'here') return destination;
  return decision.kind === 'forward' ? addressAt(node, decision.via[0] ?? null, family) : null;
}

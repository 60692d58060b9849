export {
  createNetwork,
  type Network,
  type NetworkOptions,
  type Submitted,
} from './network.js';
export type { Delivery } from './node/here.js';
export type { ErrorLimit, Errors, ErrorsInit, QuoteHabits } from './topology/errors.js';
export type { Link, LinkEnd, LinkEndInit, LinkInit, LinkProperties } from './topology/link.js';
export type {
  Filter,
  FilterInit,
  Nat,
  NatInit,
  Node,
  NodeInit,
  Prefix,
  Route,
  RouteInit,
  Services,
  TosHabit,
} from './topology/node.js';
export { parseTopology } from './topology/parse.js';
export { TopologyError } from './topology/reader.js';
export type {
  Change,
  LinkChange,
  NodeChange,
  Topology,
  TopologyInit,
  Tunnel,
  TunnelInit,
} from './topology/topology.js';
export { createSimTransport, type SimTransport, type SimTransportOptions } from './transport.js';
export type { PathOptions, TrueAnswer, TrueHop } from './true-path.js';

export {
  createNetwork,
  type Network,
  type NetworkOptions,
  type Submitted,
} from './network.js';
export type { Delivery } from './node/here.js';
export { parseTopology } from './topology/parse.js';
export { TopologyError } from './topology/reader.js';
export type {
  Change,
  Errors,
  Filter,
  Link,
  LinkInit,
  Nat,
  Node,
  NodeInit,
  QuoteHabits,
  Route,
  Services,
  Topology,
  TopologyInit,
  Tunnel,
  TunnelInit,
} from './topology/topology.js';
export { createSimTransport, type SimTransport, type SimTransportOptions } from './transport.js';
export type { PathOptions, TrueAnswer, TrueHop } from './true-path.js';

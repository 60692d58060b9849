import type { Instant } from '@hoplite/engine';
import { changed } from '../topology/parse.js';
import type { Topology } from '../topology/topology.js';
import { buildGraph, type Graph, nanoseconds } from './graph.js';
import { Routes } from './routes.js';

/** A network between two changes. */
export interface Epoch {
  readonly graph: Graph;
  readonly routes: Routes;
}

/** The network as it is at each instant: the topology, and what its changes make of it. */
export class Timeline {
  readonly #changes: Topology['changes'];
  readonly #topology: Topology;
  /** By how many changes have come to pass. */
  readonly #epochs: Epoch[] = [];

  constructor(topology: Topology) {
    this.#topology = topology;
    this.#changes = topology.changes.toSorted((a, b) => a.at - b.at);
  }

  at(instant: Instant): Epoch {
    const [unchanged] = this.#epochs;
    if (this.#changes.length === 0 && unchanged !== undefined) return unchanged;
    const past = this.#changes.filter(({ at }) => nanoseconds(at) <= instant);
    const known = this.#epochs[past.length];
    if (known !== undefined) return known;
    const graph = buildGraph(past.length === 0 ? this.#topology : changed(this.#topology, past));
    const epoch = { graph, routes: new Routes(graph) };
    this.#epochs[past.length] = epoch;
    return epoch;
  }
}

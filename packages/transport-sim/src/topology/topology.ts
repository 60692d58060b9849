import type { Address } from '@hoplite/codec';
import type { Link, LinkInit, LinkProperties } from './link.js';
import type { Node, NodeInit, Prefix } from './node.js';

/** A virtual internet as plain JSON. Times are milliseconds, chances numbers from 0 to 1. */
export interface Topology {
  /** The node from which traces go where nobody says otherwise; null where each has to say. */
  readonly from: string | null;
  /** All routers and hosts, by name. */
  readonly nodes: Readonly<Record<string, Node>>;
  /** What joins them. A node's interfaces are numbered in this order. */
  readonly links: readonly Link[];
  /** Label switched paths; where several could take a packet, the first does. */
  readonly tunnels: readonly Tunnel[];
  /** What becomes different at a given time, in any order. */
  readonly changes: readonly Change[];
  /** Names and their addresses, as in a hosts file; an address is called by the first name that has it. */
  readonly names: Readonly<Record<string, readonly Address[]>>;
}

/** An MPLS label switched path. */
export interface Tunnel {
  /** From the node that pushes the label to the one behind which packets go on by their addresses; neighbours all, at least 3. */
  readonly path: readonly string[];
  /** RFC 3443: whether the label takes over the TTL of the packet, and gives it back. Default `uniform`. */
  readonly mode: 'uniform' | 'pipe';
  /** Which node takes the label off: the last but one, or the last. Default `penultimate`. */
  readonly pop: 'penultimate' | 'ultimate';
  /** The labels on the links of the path, in order; by default 16001, 16002 and so on. */
  readonly labels: readonly number[];
  /** Labels below, bottom of the stack last. Default none. */
  readonly inner: readonly number[];
  /** Of every label: 0 to 7 (RFC 5462). Default 0. */
  readonly trafficClass: number;
  /** Whether routers inside quote the labels (RFC 4950). Default true. */
  readonly quoted: boolean;
  /** Whether errors from inside go to the end of the path before they turn back. Default `direct`. */
  readonly errors: 'direct' | 'through-end';
  /** Which destinations take it; null, the default, for all whose next hop is its second node. */
  readonly to: readonly Prefix[] | null;
}

/** What a node or link is told at a given time; what it says nothing of stays. */
export type Change = NodeChange | LinkChange;

/** A node begins to behave otherwise. */
export interface NodeChange {
  /** Milliseconds since the clock's origin. */
  readonly at: number;
  /** Which node. */
  readonly node: string;
  /** What is different from then on; members of `errors`, `services` and `tos` that are not named stay. */
  readonly set: NodeInit;
}

/** A link begins to behave otherwise, in both directions but for what its `reverse` says. */
export interface LinkChange {
  /** Milliseconds since the clock's origin. */
  readonly at: number;
  /** Which link, by its name. */
  readonly link: string;
  /** What is different from then on. */
  readonly set: Partial<LinkProperties>;
}

/** A topology as one writes it: what is left out has its default. */
export interface TopologyInit {
  /** For editors, which read the schema there; nothing here does. */
  readonly $schema?: string;
  /** The node from which traces go where nobody says otherwise. */
  readonly from?: string | null;
  /** All routers and hosts, by name. */
  readonly nodes: Readonly<Record<string, NodeInit>>;
  /** What joins them. A node's interfaces are numbered in this order. */
  readonly links: readonly LinkInit[];
  /** Label switched paths. Default none. */
  readonly tunnels?: readonly TunnelInit[];
  /** What becomes different at a given time, in any order. Default nothing. */
  readonly changes?: readonly Change[];
  /** Names and their address or addresses, as in a hosts file. Default none. */
  readonly names?: Readonly<Record<string, Address | readonly Address[]>>;
}

/** A `Tunnel` as written: only its path has no default. */
export type TunnelInit = Pick<Tunnel, 'path'> & Partial<Tunnel>;

import type { Address, AddressFamily } from '@hoplite/codec';

/** A virtual internet as plain JSON. Times are milliseconds, chances numbers from 0 to 1. */
export interface Topology {
  /** The node from which traces go where nobody says otherwise. */
  readonly from: string | null;
  readonly nodes: Readonly<Record<string, Node>>;
  readonly links: readonly Link[];
  readonly tunnels: readonly Tunnel[];
  /** What becomes different at a given time, in any order. */
  readonly changes: readonly Change[];
  /** Names and their addresses, as in a hosts file; an address is called by the first name that has it. */
  readonly names: Readonly<Record<string, readonly Address[]>>;
}

/** A router or host, and how it behaves. */
export interface Node {
  /** A host forwards nothing. */
  readonly kind: 'router' | 'host';
  /** Its own addresses; the ends of its links may have more. */
  readonly addresses: readonly Address[];
  /** Networks all of whose addresses it answers for as for its own. */
  readonly serves: readonly Prefix[];
  /** Networks behind it: of an address in them that no node has it says Host Unreachable. */
  readonly networks: readonly Prefix[];
  /**
   * Explicit routes. The longest prefix wins, over all computed paths but those to the node's neighbours. What a host knows
   * no way for goes to its first neighbour, as to a default gateway.
   */
  readonly routes: readonly Route[];
  /** How it divides packets among equally good next hops. */
  readonly balance: 'flow' | 'destination' | 'packet';
  /** What it does with a TTL: decrement it; leave it as it is; decrement it, and forward what has zero left. */
  readonly ttl: 'decrement' | 'keep' | 'forward-zero';
  /** The TTL of the datagrams that it makes itself. */
  readonly initialTtl: number;
  /** The type of service (traffic class) of what it forwards becomes `(old & keep) | set`. */
  readonly tos: { readonly keep: number; readonly set: number };
  /** The first that fits decides. For what it forwards, after its TTL, and for what is addressed to it. */
  readonly filters: readonly Filter[];
  readonly nat: Nat | null;
  readonly errors: Errors;
  readonly services: Services;
}

/** An address and the number of leading bits that count: `192.0.2.0/24`. */
export type Prefix = string;

/** Where a node sends what is for a network. */
export interface Route {
  /** `default` is every address of both families. */
  readonly to: Prefix | 'default';
  /** Neighbours, equally good. */
  readonly via: readonly string[];
  /** Without `via`: the code of the Destination Unreachable that it answers with; null for silence. */
  readonly unreachable: number | null;
}

/** Which packets a node treats otherwise, and how; what is null matches any. */
export interface Filter {
  readonly family: AddressFamily | null;
  readonly protocol: 'udp' | 'tcp' | 'icmp' | number | null;
  readonly from: Prefix | null;
  readonly to: Prefix | null;
  /** Destination ports, first and last. */
  readonly ports: readonly [number, number] | null;
  readonly sourcePorts: readonly [number, number] | null;
  /** Forward it; lose it; lose it and send the ICMP error; forward it and send the error all the same. */
  readonly action: 'accept' | 'drop' | 'reject' | 'notify';
  /** Of the ICMP error; by default Destination Unreachable, administratively prohibited. */
  readonly type: number | null;
  readonly code: number | null;
  /** How often it applies to what fits. */
  readonly chance: number;
}

/** Source address and port translation of what goes from inside neighbours to others. */
export interface Nat {
  /** Neighbours. */
  readonly inside: readonly string[];
  /** Of this node, one for each family that is translated. */
  readonly addresses: readonly Address[];
  /** Whether source ports and ICMP identifiers stay as they are where they can. */
  readonly ports: 'keep' | 'rewrite';
  /** What it restores in the quote of an ICMP error: all; all but the quoted transport checksum; nothing. */
  readonly quotes: 'translated' | 'stale-checksum' | 'untranslated';
}

/** How a node sends ICMP errors. */
export interface Errors {
  readonly timeExceeded: boolean;
  /** Destination Unreachable, Fragmentation Needed and the like. */
  readonly unreachable: boolean;
  /** The source address: of the interface the packet came by, or the reply leaves by; the node's first; a given one. */
  readonly from: 'incoming' | 'outgoing' | 'node' | Address;
  /** The TTL of the error itself: `initialTtl`, a number, or the one that the packet arrived with (an old bug). */
  readonly ttl: 'initial' | 'probe' | number;
  /** At most `count` errors in every window of `per` ms. */
  readonly limit: { readonly count: number; readonly per: number } | null;
  /** The chance that an error is not sent. */
  readonly loss: number;
  readonly delay: number;
  readonly jitter: number;
  /** How often each error is sent. */
  readonly copies: number;
  readonly quote: QuoteHabits;
  /** Whether an interface information object (RFC 5837) tells by which interface the packet came. */
  readonly interfaceInformation: boolean;
}

/** What an error carries of the datagram that caused it. */
export interface QuoteHabits {
  /** Bytes; `minimum` is the IP header and 8 more, `full` what fits: 548 bytes over IPv4, 1232 over IPv6. */
  readonly length: number | 'minimum' | 'full';
  /** Zeros are added up to so many bytes. */
  readonly padTo: number;
  /** What it does to the IPv4 identification. */
  readonly identification: 'keep' | 'zero' | 'increment' | 'swap';
  /** What it does to the total (payload) length: bytes in the wrong order, or the header left out. */
  readonly totalLength: 'keep' | 'swap' | 'less-header';
  /** The TTL that is quoted; null for the one that the packet arrived with. */
  readonly ttl: number | null;
  readonly headerChecksum: 'keep' | 'zero';
  readonly transportChecksum: 'keep' | 'zero';
  /** The destination that is quoted, where it is of the packet's family. */
  readonly destination: Address | null;
  /** The RFC 4884 length field where there are extensions: right; 0, from before the RFC; in bytes; a number. */
  readonly lengthField: 'right' | 'absent' | 'bytes' | number;
  readonly extensionChecksum: 'right' | 'zero';
  /** `swapped` writes the version into the wrong half of its byte. */
  readonly extensionVersion: 'right' | 'swapped';
}

/** What a node answers when it is addressed itself. */
export interface Services {
  /** Echo requests. */
  readonly echo: boolean;
  /** Open ports. */
  readonly udp: readonly number[];
  readonly tcp: readonly number[];
  /** Closed ports and unknown protocols: Port Unreachable, RST, Protocol Unreachable; or nothing. */
  readonly closed: 'refuse' | 'ignore';
  /** Answers come from there; null for the address that was asked. */
  readonly from: Address | null;
  readonly delay: number;
  readonly jitter: number;
}

/** Two nodes joined, and what is different on the way back. */
export interface Link extends LinkProperties {
  readonly name: string;
  readonly ends: readonly [LinkEnd, LinkEnd];
  /** What is different from the second end to the first. */
  readonly reverse: Partial<LinkProperties>;
}

export interface LinkEnd {
  readonly node: string;
  readonly addresses: readonly Address[];
}

export interface LinkProperties {
  readonly up: boolean;
  /** What a computed path adds up; the cheapest wins. */
  readonly cost: number;
  readonly latency: number;
  /** Up to so much is added to the latency. */
  readonly jitter: number;
  readonly loss: number;
  readonly duplication: number;
  /** The chance that a packet comes `reorderingDelay` later than it should. */
  readonly reordering: number;
  readonly reorderingDelay: number;
  /** The chance that one bit of a packet changes. */
  readonly corruption: number;
  readonly mtu: number;
}

/** An MPLS label switched path. */
export interface Tunnel {
  /** From the node that pushes the label to the one behind which packets go on by their addresses; neighbours all. */
  readonly path: readonly string[];
  /** RFC 3443: whether the label takes over the TTL of the packet, and gives it back. */
  readonly mode: 'uniform' | 'pipe';
  /** Which node takes the label off. */
  readonly pop: 'penultimate' | 'ultimate';
  /** The labels on the links of the path, in order; by default 16001, 16002 and so on. */
  readonly labels: readonly number[];
  /** Labels below, bottom of the stack last. */
  readonly inner: readonly number[];
  readonly trafficClass: number;
  /** Whether routers inside quote the labels (RFC 4950). */
  readonly quoted: boolean;
  /** Whether errors from inside go to the end of the path before they turn back. */
  readonly errors: 'direct' | 'through-end';
  /** Which destinations take it; null for all whose next hop is its second node. */
  readonly to: readonly Prefix[] | null;
}

/** What a node or link is told at `at`; what it says nothing of stays. */
export type Change =
  | { readonly at: number; readonly node: string; readonly set: NodeInit }
  | { readonly at: number; readonly link: string; readonly set: Partial<LinkProperties> };

/** A topology as one writes it: what is left out has its default. */
export interface TopologyInit {
  readonly $schema?: string;
  readonly from?: string | null;
  readonly nodes: Readonly<Record<string, NodeInit>>;
  readonly links: readonly LinkInit[];
  readonly tunnels?: readonly TunnelInit[];
  readonly changes?: readonly Change[];
  readonly names?: Readonly<Record<string, Address | readonly Address[]>>;
}

/** A `Node` as written: all that is left out has its default. */
export type NodeInit = Partial<Omit<Node, 'routes' | 'tos' | 'filters' | 'nat' | 'errors' | 'services'>> & {
  readonly routes?: readonly RouteInit[];
  readonly tos?: Partial<Node['tos']>;
  readonly filters?: readonly FilterInit[];
  readonly nat?: NatInit | null;
  /** `false`: it never sends one. */
  readonly errors?: boolean | ErrorsInit;
  readonly services?: Partial<Services>;
};

export type RouteInit = Pick<Route, 'to'> & Partial<Route>;
export type FilterInit = Pick<Filter, 'action'> &
  Partial<Omit<Filter, 'ports' | 'sourcePorts'>> & {
    readonly ports?: number | readonly [number, number] | null;
    readonly sourcePorts?: number | readonly [number, number] | null;
  };
export type NatInit = Pick<Nat, 'inside' | 'addresses'> & Partial<Nat>;
export type ErrorsInit = Partial<Omit<Errors, 'quote'>> & { readonly quote?: Partial<QuoteHabits> };
/** A `Tunnel` as written: only its path has no default. */
export type TunnelInit = Pick<Tunnel, 'path'> & Partial<Tunnel>;
/** A `Link` as written: only its ends have no default. */
export type LinkInit = Partial<LinkProperties> & {
  readonly name?: string;
  readonly ends: readonly [string | LinkEndInit, string | LinkEndInit];
  readonly reverse?: Partial<LinkProperties>;
};
export type LinkEndInit = Pick<LinkEnd, 'node'> & Partial<LinkEnd>;

import type { Address, AddressFamily } from '@hoplite/codec';
import type { Errors, ErrorsInit } from './errors.js';

/** A router or host, and how it behaves. */
export interface Node {
  /** A host forwards nothing. Default `router`. */
  readonly kind: 'router' | 'host';
  /** Its own addresses; the ends of its links may have more. Default none. */
  readonly addresses: readonly Address[];
  /** Networks all of whose addresses it answers for as for its own. Default none. */
  readonly serves: readonly Prefix[];
  /** Networks behind it: of an address in them that no node has it says Host Unreachable. Default none. */
  readonly networks: readonly Prefix[];
  /**
   * Explicit routes. The longest prefix wins, over all computed paths but those to the node's neighbours. What a host knows
   * no way for goes to its first neighbour, as to a default gateway. Default none.
   */
  readonly routes: readonly Route[];
  /**
   * How it divides packets among equally good next hops: by flow (addresses, protocol, the first four bytes behind the IP
   * header, over IPv6 the flow label), by destination, or each packet by chance. Default `flow`.
   */
  readonly balance: 'flow' | 'destination' | 'packet';
  /** What it does with a TTL: decrement it, the default; leave it as it is; decrement it, and forward what has zero left. */
  readonly ttl: 'decrement' | 'keep' | 'forward-zero';
  /** The TTL of the datagrams that it makes itself: 1 to 255. Default 255 for a router, 64 for a host. */
  readonly initialTtl: number;
  /** What it does to the type of service of what it forwards. */
  readonly tos: TosHabit;
  /** The first that fits decides. For what it forwards, after its TTL, and for what is addressed to it. Default none. */
  readonly filters: readonly Filter[];
  /** Null, the default, where nothing is translated. */
  readonly nat: Nat | null;
  /** How it tells of packets that go no further. */
  readonly errors: Errors;
  /** What it answers. */
  readonly services: Services;
}

/** An address and the number of leading bits that count: `192.0.2.0/24`. */
export type Prefix = string;

/** The type of service (IPv6: traffic class) of what a node forwards becomes `(old & keep) | set`. Default as it was. */
export interface TosHabit {
  /** 8 bits; 0, where only `set` is written. */
  readonly keep: number;
  /** 8 bits; 0, where only `keep` is written. */
  readonly set: number;
}

/** Where a node sends what is for a network. */
export interface Route {
  /** `default` is every address of both families. */
  readonly to: Prefix | 'default';
  /** Neighbours, equally good; those whose link is down do not count. Default none. */
  readonly via: readonly string[];
  /** Without `via`: the code of the Destination Unreachable that it answers with; null, the default, for silence. */
  readonly unreachable: number | null;
}

/** Which packets a node treats otherwise, and how; what is null, as all is by default, matches any. */
export interface Filter {
  /** The version of IP. */
  readonly family: AddressFamily | null;
  /** `icmp` is that of the packet's family; a number is IANA's. */
  readonly protocol: 'udp' | 'tcp' | 'icmp' | number | null;
  /** Where the source address is. */
  readonly from: Prefix | null;
  /** Where the destination address is. */
  readonly to: Prefix | null;
  /** Destination ports, first and last. They fit UDP and TCP alone, and no fragment but the first. */
  readonly ports: readonly [number, number] | null;
  /** Source ports, first and last; they fit what `ports` do. */
  readonly sourcePorts: readonly [number, number] | null;
  /** Forward it; lose it; lose it and send the ICMP error; forward it and send the error all the same. */
  readonly action: 'accept' | 'drop' | 'reject' | 'notify';
  /** Of the ICMP error, where the filter has a family. Default Destination Unreachable. */
  readonly type: number | null;
  /** Of the ICMP error. Default administratively prohibited; with a `type` 0. */
  readonly code: number | null;
  /** How often it applies to what fits; else the next filter is asked. Default 1. */
  readonly chance: number;
}

/** Source address and port translation of what goes from inside neighbours to others. */
export interface Nat {
  /** Neighbours. */
  readonly inside: readonly string[];
  /** Of this node, one for each family that is translated. */
  readonly addresses: readonly Address[];
  /** Whether source ports and ICMP identifiers stay as they are where they can. Default `keep`. */
  readonly ports: 'keep' | 'rewrite';
  /** What it restores in the quote of an ICMP error: all, the default; all but the quoted transport checksum; nothing. */
  readonly quotes: 'translated' | 'stale-checksum' | 'untranslated';
}

/** What a node answers when it is addressed itself. A node that somebody is attached to answers nothing. */
export interface Services {
  /** Whether echo requests are answered. Default true. */
  readonly echo: boolean;
  /** Open UDP ports: they send back what they are sent. Default none. */
  readonly udp: readonly number[];
  /** Open TCP ports: they answer a SYN with a SYN-ACK. Default none. */
  readonly tcp: readonly number[];
  /** Closed ports and unknown protocols: Port Unreachable, RST, Protocol Unreachable; or nothing. Default `refuse`. */
  readonly closed: 'refuse' | 'ignore';
  /** Answers, but no ICMP errors, come from there; null, the default, for the address that was asked. */
  readonly from: Address | null;
  /** Milliseconds before each answer. Default 0. */
  readonly delay: number;
  /** Up to so many milliseconds more, anew for each. Default 0. */
  readonly jitter: number;
}

/** A `Node` as written: all that is left out has its default. */
export interface NodeInit extends Partial<Omit<Node, 'routes' | 'tos' | 'filters' | 'nat' | 'errors' | 'services'>> {
  /** Explicit routes; see `Node`. */
  readonly routes?: readonly RouteInit[];
  /** What it does to the type of service of what it forwards. */
  readonly tos?: Partial<TosHabit>;
  /** The first that fits decides; see `Node`. */
  readonly filters?: readonly FilterInit[];
  /** Null, the default, where nothing is translated. */
  readonly nat?: NatInit | null;
  /** `false`: it never sends one. */
  readonly errors?: boolean | ErrorsInit;
  /** What is not as by default. */
  readonly services?: Partial<Services>;
}

/** A `Route` as written: only `to` has no default. */
export type RouteInit = Pick<Route, 'to'> & Partial<Route>;

/** A `Filter` as written: only `action` has no default. */
export interface FilterInit extends Pick<Filter, 'action'>, Partial<Omit<Filter, 'action' | 'ports' | 'sourcePorts'>> {
  /** A destination port, or the first and the last of several. */
  readonly ports?: number | readonly [number, number] | null;
  /** A source port, or the first and the last of several. */
  readonly sourcePorts?: number | readonly [number, number] | null;
}

/** A `Nat` as written: `inside` and `addresses` have no default. */
export type NatInit = Pick<Nat, 'inside' | 'addresses'> & Partial<Nat>;

import type { Address } from '@hoplite/codec';

/** Two nodes joined, and what is different on the way back. */
export interface Link extends LinkProperties {
  /** What changes call it. Default the names of its ends with a hyphen between them. */
  readonly name: string;
  /** Two different nodes; `LinkProperties` are those from the first to the second. */
  readonly ends: readonly [LinkEnd, LinkEnd];
  /** What is different from the second end to the first. Default nothing. */
  readonly reverse: Partial<LinkProperties>;
}

/** A node's interface on a link. */
export interface LinkEnd {
  /** Which node. */
  readonly node: string;
  /** The interface's own addresses; without any of a family it uses the node's. */
  readonly addresses: readonly Address[];
}

/** What happens to a packet on a link. Each packet has its own luck. */
export interface LinkProperties {
  /** Whether anything goes over it; where not, paths are found around it. Default true. */
  readonly up: boolean;
  /** What a computed path adds up; the cheapest wins. From 0 to a million, default 1. */
  readonly cost: number;
  /** Milliseconds that a packet needs, up to an hour. Default 1. */
  readonly latency: number;
  /** Up to so many milliseconds are added to the latency. Default 0. */
  readonly jitter: number;
  /** The chance that a packet is lost. Default 0. */
  readonly loss: number;
  /** The chance that a packet that is not lost arrives twice. Default 0. */
  readonly duplication: number;
  /** The chance that a packet comes `reorderingDelay` later than it should. Default 0. */
  readonly reordering: number;
  /** In milliseconds: longer than the distance of packets, or it puts none behind the next. Default 10. */
  readonly reorderingDelay: number;
  /** The chance that one bit of a packet changes. Default 0. */
  readonly corruption: number;
  /** Bytes of the largest IP datagram: 68 (RFC 791) to 65535. Default 1500. */
  readonly mtu: number;
}

/** A `Link` as written: only its ends have no default. */
export interface LinkInit extends Partial<LinkProperties> {
  /** What changes call it. Default the names of its ends with a hyphen between them. */
  readonly name?: string;
  /** Two different nodes: a name where the interface has no addresses of its own. */
  readonly ends: readonly [string | LinkEndInit, string | LinkEndInit];
  /** What is different from the second end to the first. Default nothing. */
  readonly reverse?: Partial<LinkProperties>;
}

/** A `LinkEnd` as written: without addresses it uses the node's. */
export type LinkEndInit = Pick<LinkEnd, 'node'> & Partial<LinkEnd>;

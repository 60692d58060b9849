import type { Address } from '@hoplite/codec';
import type { ProbeResult } from '@hoplite/engine';

/** The path that a trace found: layers of those who answered, and links from each to the next. */
export interface PathGraph {
  /** The source first. */
  readonly layers: readonly Layer[];
  /** From each layer to the next, in the order of the layers. */
  readonly links: readonly Link[];
}

/** One TTL, or a run of them in which nobody answered, or nobody was asked. */
export interface Layer {
  /** 0 for the source; null for a destination that was not reached. */
  readonly firstTtl: number | null;
  /** The same as `firstTtl` but of a run of TTLs. */
  readonly lastTtl: number | null;
  /** Who answered there, in the order of their addresses, and last of all a silence; never none. */
  readonly nodes: readonly PathNode[];
}

/**
 * - `source`: who asked.
 * - `router`, `destination`: who answered; `end`: who said that the destination cannot be reached.
 * - `silence`: probes that nobody answered; `unasked`: TTLs without a probe.
 * - `goal`: the destination, where it was not reached.
 */
export type NodeKind = 'source' | 'router' | 'destination' | 'end' | 'silence' | 'unasked' | 'goal';

/** Who answered at one TTL, or a stretch where nobody did. */
export interface PathNode {
  /** What it stands for. */
  readonly kind: NodeKind;
  /** Null for `silence` and `unasked`. */
  readonly address: Address | null;
  /** The address's name, as others chose it; null where none was looked up and found. */
  readonly name: string | null;
  /** Whose the address is, in a word or two; empty where that was not asked, or nobody knows. */
  readonly owner: string;
  /** The probes that are taken to have come here, answered or not. */
  readonly probes: readonly ProbeResult[];
  /** How many were sent with the TTLs of its layer, to whomever they came. */
  readonly sent: number;
  /** The median of its answers in time, in milliseconds; null without. */
  readonly rtt: number | null;
  /** The marks of its answers, each once: `!H`. */
  readonly annotations: readonly string[];
  /** The last TTL before at which the same address answered; null for none. */
  readonly alsoAt: number | null;
}

/** From one node to one of the next layer. */
export interface Link {
  /** A node of the nearer layer. */
  readonly from: PathNode;
  /** A node of the layer behind it. */
  readonly to: PathNode;
  /** Its part of what went from this layer to the next: above 0, and 1 for all. */
  readonly share: number;
  /** Whether nothing but the order of the attempts says that this way was taken: the probes are of different flows. */
  readonly guessed: boolean;
}

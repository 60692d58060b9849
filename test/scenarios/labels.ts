import type { MplsLabelStackEntry } from '@hoplite/codec';
import type { TraceResult } from '@hoplite/engine';
import type { QuoteHabits, TopologyInit, TunnelInit } from '@hoplite/transport-sim';
import { answersAt, line } from './network.js';

/** The line with a tunnel from r1 to r3 whose middle, r2, quotes the label that it got. */
export function quotingLabels(quote: Partial<QuoteHabits>, tunnel: Partial<TunnelInit> = {}): TopologyInit {
  return line({
    nodes: { r2: { errors: { quote } } },
    rest: { tunnels: [{ path: ['r1', 'r2', 'r3'], ...tunnel }] },
  });
}

/** The labels that the first answer at that TTL quotes. */
export function labelsAt(result: TraceResult, ttl: number): readonly MplsLabelStackEntry[] {
  return answersAt(result, ttl)[0]?.mpls ?? [];
}

/** A label that stands alone and has expired. */
export function labelled(label: number): MplsLabelStackEntry {
  return { label, trafficClass: 0, bottom: true, ttl: 1 };
}

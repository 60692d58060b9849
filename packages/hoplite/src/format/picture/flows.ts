import type { Address } from '@hoplite/codec';
import type { ProbeResult, TraceResult } from '@hoplite/engine';
import { isAnswered } from '../hops-to-the-end.js';

/** The flow of a probe, by which load balancers send it one way; `LONE` where no other TTL has a probe of the same flow. */
export type FlowOf = (probe: ProbeResult) => string;

export const LONE = '';

/** The flows of a trace's probes, as far as a result shows them: by addresses, ports and the ICMP identifier. */
export function flowsOf(result: Pick<TraceResult, 'hops' | 'method' | 'transport'>): FlowOf {
  const lastTtl = new Map<string, number>();
  const kept = new Set<string>();
  for (const { ttl, probes } of result.hops) {
    for (const probe of probes) {
      const flow = headerFields(probe, result);
      if ((lastTtl.get(flow) ?? ttl) !== ttl) kept.add(flow);
      lastTtl.set(flow, ttl);
    }
  }
  return (probe) => {
    const flow = headerFields(probe, result);
    return kept.has(flow) ? flow : LONE;
  };
}

/** What routers hash of it; `LONE` where the result does not tell. */
function headerFields(probe: ProbeResult, { method, transport }: Pick<TraceResult, 'method' | 'transport'>): string {
  const { sourcePort, destinationPort, identifier } = probe;
  if (sourcePort !== undefined && destinationPort !== undefined) return `${sourcePort} ${destinationPort}`;
  // The checksum is a part of an ICMP flow: our probes keep it, those of others in a capture need not.
  return identifier !== undefined && method === 'icmp' && transport !== 'pcap' ? `icmp ${identifier}` : LONE;
}

/**
 * Whose the probes of a TTL are: the address that answered; for a probe without answer the one address that answered others of
 * its flow, since it was lost at or behind it; null where nobody answered the flow, or several did.
 */
export function standings(probes: readonly ProbeResult[], flowOf: FlowOf): ReadonlyMap<ProbeResult, Address | null> {
  const answering = new Map<string, Set<Address>>();
  for (const probe of probes.filter(isAnswered)) {
    const flow = flowOf(probe);
    answering.set(flow, (answering.get(flow) ?? new Set()).add(probe.address));
  }
  return new Map(
    probes.map((probe) => [probe, isAnswered(probe) ? probe.address : only(answering.get(flowOf(probe)))]),
  );
}

function only(addresses: ReadonlySet<Address> = new Set()): Address | null {
  const [address = null] = addresses;
  return addresses.size === 1 ? address : null;
}

/** Two probes, of one TTL and of the next, that are taken to have gone the same way. */
export interface Join {
  readonly near: ProbeResult;
  readonly far: ProbeResult;
  /** The flow that both are of; `LONE` where nothing but the order of the attempts joins them. */
  readonly flow: string;
}

/** Every probe of `far` with one of `near`: of its own flow where there is one; in the order of the attempts. */
export function joins(near: readonly ProbeResult[], far: readonly ProbeResult[], flowOf: FlowOf): readonly Join[] {
  const nearOf = groupBy(near, flowOf);
  const ranks = new Map<string, number>();
  return far.flatMap((probe, attempt) => {
    const ofFlow = flowOf(probe) === LONE ? undefined : nearOf.get(flowOf(probe));
    const flow = ofFlow === undefined ? LONE : flowOf(probe);
    const rank = ofFlow === undefined ? attempt : (ranks.get(flow) ?? 0);
    ranks.set(flow, rank + 1);
    const candidates = ofFlow ?? near;
    const partner = candidates[rank] ?? candidates.at(-1);
    return partner === undefined ? [] : [{ near: partner, far: probe, flow }];
  });
}

function groupBy(probes: readonly ProbeResult[], flowOf: FlowOf): ReadonlyMap<string, readonly ProbeResult[]> {
  const groups = new Map<string, ProbeResult[]>();
  for (const probe of probes) {
    const group = groups.get(flowOf(probe));
    if (group === undefined) groups.set(flowOf(probe), [probe]);
    else group.push(probe);
  }
  return groups;
}

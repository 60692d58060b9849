import type { IcmpError } from './reply.js';
import type { Notice, TraceResult } from './result.js';

/** What to say of an ICMP error that answers no probe: Redirect, Source Quench, Time Exceeded of reassembly. */
export function noticeOf({ icmp, family, from, gateway }: IcmpError, ttl: number): Notice {
  const about = `in answer to the probe with TTL ${ttl}`;
  if (gateway !== null) return { code: 'redirect', text: `${from} sent a Redirect to ${gateway} ${about}` };
  if (family === 4 && icmp.type === 4) return { code: 'source-quench', text: `${from} sent a Source Quench ${about}` };
  return { code: 'reassembly', text: `${from} sent Time Exceeded of fragment reassembly ${about}` };
}

/**
 * What to say of a trace that reached its destination and heard of nobody else on the way: nothing where so few hops lie
 * before it that all may be routers which send no Time Exceeded.
 */
export function noticesOfHidden({
  outcome,
  answeredBy,
  hops,
}: Pick<TraceResult, 'outcome' | 'answeredBy' | 'hops'>): Notice[] {
  const probes = hops.flatMap((hop) => hop.probes);
  const silent = hops.findIndex((hop) => hop.probes.some((probe) => 'address' in probe));
  if (outcome !== 'reached' || silent < LEAST_HIDDEN) return [];
  if (probes.some((probe) => 'address' in probe && probe.address !== answeredBy)) return [];
  const text = `only the destination answers, from TTL ${hops[silent]?.ttl} on: a firewall may hide the Time Exceeded of all routers`;
  return [{ code: 'only-destination-answers', text }];
}

const LEAST_HIDDEN = 3;

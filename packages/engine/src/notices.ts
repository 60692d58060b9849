import type { Header } from './header.js';
import type { IcmpError } from './reply.js';
import type { AnsweredProbe, Notice, ProbeResult, TraceResult } from './result.js';

/** What to say of an ICMP error that answers no probe: Redirect, Source Quench, Time Exceeded of reassembly. */
export function noticeOf({ icmp, family, from, gateway }: IcmpError, ttl: number): Notice {
  const about = `in answer to the probe with TTL ${ttl}`;
  if (gateway !== null) return { code: 'redirect', text: `${from} sent a Redirect to ${gateway} ${about}` };
  if (family === 4 && icmp.type === 4) return { code: 'source-quench', text: `${from} sent a Source Quench ${about}` };
  return { code: 'reassembly', text: `${from} sent Time Exceeded of fragment reassembly ${about}` };
}

/** What to say of a probe that was to leave from a source port that was asked for, and left from another; null of others. */
export function otherSourcePort(built: Header, left: Header): Notice | null {
  if (built.sourcePort === left.sourcePort) return null;
  const text = `the system does not give source port ${built.sourcePort}: a probe left from ${left.sourcePort} instead`;
  return { code: 'source-port', text };
}

/** What to say of an answer whose stamp lies before that of its probe: its round trip, which is kept as it is, cannot be. */
export function negativeRtt(from: string, ttl: number): Notice {
  return { code: 'negative-rtt', text: `the answer of ${from} is stamped before its probe with TTL ${ttl}` };
}

type Ended = Pick<TraceResult, 'outcome' | 'answeredBy' | 'hops'>;

/** What to say of how a trace ended. */
export function noticesOfEnd(ended: Ended): Notice[] {
  return [onlyDestination(ended), nearer(ended)].filter((notice) => notice !== null);
}

/**
 * The destination was reached, and nobody else on the way was heard of: nothing to say where so few hops lie before it
 * that all may be routers which send no Time Exceeded.
 */
function onlyDestination({ outcome, answeredBy, hops }: Ended): Notice | null {
  if (outcome !== 'reached') return null;
  const silent = hops.findIndex((hop) => hop.probes.some(isAnswered));
  if (silent < LEAST_HIDDEN) return null;
  const others = hops.some((hop) => hop.probes.some((probe) => isAnswered(probe) && probe.address !== answeredBy));
  if (others) return null;
  const text = `only the destination answers, from TTL ${hops[silent]?.ttl} on: a firewall may hide the Time Exceeded of all routers`;
  return { code: 'only-destination-answers', text };
}

const LEAST_HIDDEN = 3;

/**
 * Who ended the trace quotes a TTL with which the probe came there that it had left to go on: so one with a smaller TTL
 * would have come there too, and where those are unanswered, a limit on errors may have kept the answers back.
 */
function nearer({ answeredBy, hops }: Ended): Notice | null {
  if (answeredBy === null) return null;
  for (const { ttl, probes } of hops) {
    const ending = probes
      .filter(isAnswered)
      .find(({ address, quotedTtl }) => address === answeredBy && quotedTtl !== null);
    if (ending === undefined) continue;
    const distance = ttl - (ending.quotedTtl ?? 1) + 1;
    const between = hops.filter((hop) => hop.ttl >= distance && hop.ttl < ttl);
    if (distance < 1 || between.length === 0 || between.some((hop) => hop.probes.some(isAnswered))) return null;
    const text = `${answeredBy} stands at TTL ${distance}, as its quote of the probe with TTL ${ttl} shows: the probes from there on went unanswered`;
    return { code: 'end-nearer', text };
  }
  return null;
}

function isAnswered(probe: ProbeResult): probe is AnsweredProbe {
  return probe.status === 'replied' || probe.status === 'late';
}

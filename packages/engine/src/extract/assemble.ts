import type { Address } from '@hoplite/codec';
import { annotationOf } from '../annotation.js';
import { meaning } from '../ending.js';
import { greatest, least } from '../extremes.js';
import { type Instant, milliseconds } from '../instant.js';
import { noticesOfEnd } from '../notices.js';
import { answeredResult, silentResult } from '../probe-result.js';
import type { Hop, Method, Notice, OptionsInEffect, ProbeResult, TraceResult } from '../result.js';
import { formatTimestamp } from '../timestamp.js';
import { type FoundProbe, type FoundRun, isOneFlow } from './match-group.js';

/** The result of a run found in a capture whose instants count from `origin` (Unix nanoseconds). */
export function assemble(run: FoundRun, origin: bigint): TraceResult | null {
  const { probes } = run;
  const first = probes[0];
  if (first === undefined) return null;
  const hops = hopsOf(probes);
  const end = endOf(probes);
  const outcome = end?.outcome ?? 'unknown';
  const answeredBy = end?.address ?? null;
  return {
    v: 1,
    target: first.header.destination,
    address: first.header.destination,
    source: first.header.source,
    family: first.header.family,
    method: methodOf(probes),
    transport: 'pcap',
    timestamps: 'capture',
    startedAt: formatTimestamp(origin + BigInt(first.sentAt)),
    duration: milliseconds(lastInstant(probes) - first.sentAt),
    outcome,
    annotation: end?.annotation ?? null,
    error: null,
    lastTtl: greatest([0, ...probes.filter(({ reply }) => reply !== null).map(({ header }) => header.ttl)]),
    answeredBy,
    probesSent: probes.length,
    foreign: run.foreign,
    ambiguous: run.ambiguous,
    notices: [...run.notices, ...negativeRtts(probes), ...noticesOfEnd({ outcome, answeredBy, hops })],
    options: optionsOf(probes, hops),
    hops,
  };
}

/** Every TTL from the lowest to the highest sent, those without a probe in the capture empty; attempts in order of time. */
function hopsOf(probes: readonly FoundProbe[]): Hop[] {
  const ttls = probes.map(({ header }) => header.ttl);
  const lowest = least(ttls);
  const start = probes[0]?.sentAt ?? 0;
  const hops = Array.from({ length: greatest(ttls) - lowest + 1 }, (_, i): { ttl: number; probes: ProbeResult[] } => ({
    ttl: lowest + i,
    probes: [],
  }));
  for (const probe of probes) {
    const hop = hops[probe.header.ttl - lowest];
    if (hop !== undefined) hop.probes.push(probeResult(probe, hop.probes.length + 1, start));
  }
  return hops;
}

function probeResult(probe: FoundProbe, attempt: number, start: Instant): ProbeResult {
  const { header, sighting, reply, sentAt, duplicates, unknown } = probe;
  const frames = { probe: sighting.number, reply: reply?.number ?? null };
  const { size } = sighting;
  const sending = { attempt, sentAt: milliseconds(sentAt - start), sentBy: null, size, header, frames };
  if (reply === null) return silentResult(sending, 'timeout');
  const rtt = milliseconds(reply.at - sentAt);
  return answeredResult(sending, reply.reply, { status: 'replied', rtt, duplicates, unknown });
}

interface End {
  readonly ttl: number;
  readonly outcome: 'reached' | 'unreachable';
  readonly address: Address;
  readonly annotation: string | null;
}

/** The answer that ended the run: at the lowest TTL where the destination was reached, else where its way ended. */
function endOf(probes: readonly FoundProbe[]): End | null {
  const ends = probes.flatMap(({ header, reply }): End[] => {
    if (reply === null) return [];
    const outcome = meaning(reply.reply, header);
    if (outcome !== 'reached' && outcome !== 'unreachable') return [];
    return [{ ttl: header.ttl, outcome, address: reply.reply.from, annotation: annotationOf(reply.reply) }];
  });
  const lowest = (outcome: End['outcome']): End | null =>
    ends
      .filter((end) => end.outcome === outcome)
      .reduce<End | null>((a, b) => (a !== null && a.ttl <= b.ttl ? a : b), null);
  return lowest('reached') ?? lowest('unreachable');
}

function methodOf(probes: readonly FoundProbe[]): Method {
  const protocol = probes[0]?.header.protocol;
  if (protocol === 'icmp' || protocol === 'tcp') return protocol;
  return isOneFlow(probes) ? 'udp' : 'udp-classic';
}

/** The options that the probes show. */
function optionsOf(probes: readonly FoundProbe[], hops: readonly Hop[]): OptionsInEffect {
  const first = probes[0];
  const header = first?.header;
  const oneSourcePort = probes.every((probe) => probe.header.sourcePort === header?.sourcePort);
  return {
    firstTtl: hops[0]?.ttl ?? 0,
    maxTtl: hops.at(-1)?.ttl ?? 0,
    queries: greatest(hops.map((hop) => hop.probes.length)),
    packetLength: first?.sighting.size ?? 0,
    tos: header?.typeOfService ?? 0,
    ...(header?.protocol === 'icmp' ? {} : { port: least(probes.map((probe) => probe.header.destinationPort ?? 0)) }),
    ...(header?.sourcePort != null && oneSourcePort ? { sourcePort: header.sourcePort } : {}),
    ...(header?.flowLabel != null ? { flowLabel: header.flowLabel } : {}),
  };
}

function lastInstant(probes: readonly FoundProbe[]): Instant {
  return greatest(probes.map(({ sentAt, reply }) => Math.max(sentAt, reply?.at ?? sentAt)));
}

function negativeRtts(probes: readonly FoundProbe[]): Notice[] {
  return probes
    .filter(({ sentAt, reply }) => reply !== null && reply.at < sentAt)
    .map(({ header, sighting, reply }) => ({
      code: 'negative-rtt',
      text: `the reply in frame ${reply?.number} is stamped before its probe in frame ${sighting.number} (TTL ${header.ttl})`,
    }));
}

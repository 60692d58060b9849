import type { AnsweredProbe, Hop, ProbeResult, TraceResult } from '@hoplite/engine';

/** A reply of a router: Time Exceeded, unless `changes` say otherwise. Over IPv6 by the address. */
export function reply(address: string, rtt: number | null, changes: Partial<AnsweredProbe> = {}): AnsweredProbe {
  return {
    attempt: 1,
    status: 'replied',
    sentAt: 0,
    size: 60,
    sourcePort: 40123,
    destinationPort: 33434,
    rtt,
    address,
    name: null,
    icmp: address.includes(':') ? { type: 3, code: 0 } : { type: 11, code: 0 },
    direct: null,
    annotation: null,
    replyTtl: 64,
    quotedTtl: 1,
    changed: {},
    unknown: [],
    nat: false,
    mtu: null,
    mpls: [],
    interfaces: [],
    extensions: [],
    duplicates: 0,
    frames: { probe: 1, reply: 2 },
    ...changes,
  };
}

/** The target's own answer to a UDP probe. */
export function portUnreachable(address: string, rtt: number): AnsweredProbe {
  return reply(address, rtt, { icmp: address.includes(':') ? { type: 1, code: 4 } : { type: 3, code: 3 } });
}

export const silence: ProbeResult = {
  attempt: 1,
  status: 'timeout',
  sentAt: 0,
  size: 60,
  sourcePort: 40123,
  destinationPort: 33434,
  frames: { probe: 1, reply: null },
};

export function hop(ttl: number, ...probes: readonly ProbeResult[]): Hop {
  return { ttl, probes: probes.map((probe, index) => ({ ...probe, attempt: index + 1 })) };
}

/** A trace to 10.6.0.2 as `extractTraces` yields it. */
export function trace(hops: readonly Hop[], changes: Partial<TraceResult> = {}): TraceResult {
  return {
    v: 1,
    target: '10.6.0.2',
    address: '10.6.0.2',
    source: '10.1.0.2',
    family: 4,
    method: 'udp-classic',
    transport: 'pcap',
    timestamps: 'capture',
    startedAt: '2026-01-31T12:00:00.000000000Z',
    duration: 1.5,
    outcome: 'reached',
    annotation: null,
    error: null,
    lastTtl: hops.length,
    answeredBy: '10.6.0.2',
    probesSent: hops.flatMap(({ probes }) => probes).length,
    foreign: 0,
    ambiguous: 0,
    notices: [],
    options: { firstTtl: 1, maxTtl: 30, packetLength: 60 },
    hops,
    ...changes,
  };
}

import { readFileSync } from 'node:fs';
import type { ProbeResult, TraceResult } from '@hoplite/engine';

/** What `truth.py` wrote beside a capture: the runs of probes that it finds by tshark's dissection alone. */
export interface Truth {
  readonly runs: readonly TruthRun[];
}

export interface TruthRun {
  readonly src: string;
  readonly dst: string;
  /** `udp`, `tcp`, `icmp`, `icmpv6`. */
  readonly proto: string;
  readonly hops: readonly TruthHop[];
  readonly probes: readonly TruthProbe[];
}

export interface TruthHop {
  readonly ttl: number;
  readonly sent: number;
  readonly answered: number;
  readonly responders: readonly string[];
}

interface TruthProbe {
  readonly frame: number;
  readonly ttl: number;
  /** The IPv4 total length, or the IPv6 payload length. */
  readonly ip_len: number;
  readonly sport?: number;
  readonly dport?: number;
  readonly id?: number;
  readonly seq?: number;
  readonly reply: TruthReply | null;
}

interface TruthReply {
  readonly frame: number;
  readonly responder: string;
  readonly kind: 'error' | 'echo_reply' | 'tcp';
  /** Microseconds with up to three decimals. */
  readonly rtt_us: number;
  readonly reply_ttl: number;
  readonly icmp_type?: number;
  readonly icmp_code?: number;
  readonly tcp_flags?: number;
  readonly quoted_ttl?: number;
  readonly mtu?: number;
  readonly mpls?: readonly MplsLabel[];
}

interface MplsLabel {
  readonly label: number;
  readonly exp: number;
  readonly s: number;
  readonly ttl: number;
}

/** A probe and its answer in one form, whoever found them. */
export interface Pair {
  readonly frame: number;
  readonly source: string;
  readonly target: string;
  readonly ttl: number;
  readonly size: number;
  /** Ports, or ICMP identifier and sequence number. */
  readonly numbers: string;
  readonly reply: PairReply | null;
}

export interface PairReply {
  readonly frame: number;
  readonly responder: string;
  /** Nanoseconds. */
  readonly rtt: number;
  /** `icmp 11/0`, `syn-ack`, `rst`, `udp`. */
  readonly kind: string;
  readonly ttl: number;
  readonly quotedTtl: number | null;
  readonly mtu: number | null;
  /** `label/class/bottom/ttl` each. */
  readonly mpls: readonly string[];
}

export const readTruth = (path: string): Truth => JSON.parse(readFileSync(path, 'utf8'));

/** The oracle's probes by frame number. */
export function pairsOfTruth(runs: readonly TruthRun[]): ReadonlyMap<number, Pair> {
  return new Map(runs.flatMap(({ probes, ...run }) => probes.map((probe) => [probe.frame, pairOfTruth(run, probe)])));
}

/** Our probes by frame number. */
export function pairsOfTraces(traces: readonly TraceResult[]): ReadonlyMap<number, Pair> {
  return new Map(
    traces.flatMap((trace) =>
      trace.hops.flatMap(({ ttl, probes }) =>
        probes.map((probe) => {
          const pair = pairOfProbe(trace, ttl, probe);
          return [pair.frame, pair] as const;
        }),
      ),
    ),
  );
}

function pairOfTruth({ src, dst, proto }: Omit<TruthRun, 'probes'>, probe: TruthProbe): Pair {
  const { frame, ttl, ip_len, sport, dport, id, seq, reply } = probe;
  return {
    frame,
    source: src,
    target: dst,
    ttl,
    size: src.includes(':') ? ip_len + 40 : ip_len,
    numbers: proto.startsWith('icmp') ? `${id} ${seq}` : `${sport} ${dport}`,
    reply: reply === null ? null : pairReplyOfTruth(reply),
  };
}

function pairReplyOfTruth(reply: TruthReply): PairReply {
  return {
    frame: reply.frame,
    responder: reply.responder,
    rtt: Math.round(reply.rtt_us * 1e3),
    kind: kindOfTruth(reply),
    ttl: reply.reply_ttl,
    quotedTtl: reply.quoted_ttl ?? null,
    mtu: reply.mtu ?? null,
    mpls: (reply.mpls ?? []).map(({ label, exp, s, ttl }) => `${label}/${exp}/${s}/${ttl}`),
  };
}

function kindOfTruth({ kind, icmp_type, icmp_code, tcp_flags = 0 }: TruthReply): string {
  if (kind !== 'tcp') return `icmp ${icmp_type}/${icmp_code}`;
  return (tcp_flags & 0x04) !== 0 ? 'rst' : 'syn-ack';
}

function pairOfProbe(trace: TraceResult, ttl: number, probe: ProbeResult): Pair {
  const { frames, size, sourcePort, destinationPort, identifier, sequence } = probe;
  if (frames === null) throw new Error('a probe from a capture without its frame number');
  return {
    frame: frames.probe,
    source: trace.source,
    target: trace.address,
    ttl,
    size,
    numbers: sourcePort === undefined ? `${identifier} ${sequence}` : `${sourcePort} ${destinationPort}`,
    reply: pairReplyOfProbe(probe),
  };
}

function pairReplyOfProbe(probe: ProbeResult): PairReply | null {
  if (probe.status !== 'replied' && probe.status !== 'late') return null;
  const { frames, rtt, address, icmp, direct, replyTtl, quotedTtl, mtu, mpls } = probe;
  if (frames?.reply == null || rtt === null || replyTtl === null) throw new Error('an answer without its packet');
  return {
    frame: frames.reply,
    responder: address,
    rtt: Math.round(rtt * 1e6),
    kind: icmp === null ? String(direct) : `icmp ${icmp.type}/${icmp.code}`,
    ttl: replyTtl,
    quotedTtl,
    mtu,
    mpls: mpls.map(({ label, trafficClass, bottom, ttl }) => `${label}/${trafficClass}/${Number(bottom)}/${ttl}`),
  };
}

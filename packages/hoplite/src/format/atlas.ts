import type { AnsweredProbe, Hop, ProbeResult, TraceResult } from '@hoplite/engine';
import { safeJson } from '../terminal.js';
import { extensionObjects } from './extension-objects.js';
import type { TraceFormat } from './format.js';
import { known } from './known.js';
import { quotedTypeOfService } from './quoted.js';
import { unixTime } from './unix-time.js';

/**
 * Results of RIPE Atlas's traceroute measurement, of firmware 5000 and later: one a line, as Atlas's API has them with
 * `format=txt`. Its schema: `hoplite/schema/atlas.schema.json`.
 */
export const atlas: TraceFormat = {
  showsNames: false,
  begin: () => ({
    trace: (result) => `${safeJson(resultObject(result))}\n`,
    end: () => '',
  }),
};

function resultObject(result: TraceResult): object {
  const { target, address, source, family, method, startedAt, duration, hops } = result;
  return known({
    fw: SHAPE,
    type: 'traceroute',
    msm_name: 'Traceroute',
    // No measurement of Atlas and none of its probes, whose clock was never held against its controllers'.
    msm_id: 0,
    prb_id: 0,
    lts: -1,
    from: source,
    timestamp: unixTime(startedAt, 0).seconds,
    endtime: unixTime(startedAt, duration).seconds,
    dst_name: target,
    dst_addr: address,
    src_addr: source,
    proto: protocolOf(method),
    af: family,
    size: dataLength(result),
    paris_id: keepsFlow(result) ? 1 : null,
    result: hops.map((hop) => hopObject(result, hop)),
  });
}

/** The firmware whose shape this is. */
const SHAPE = 5000;

function protocolOf(method: string): 'ICMP' | 'TCP' | 'UDP' {
  if (method.startsWith('icmp')) return 'ICMP';
  return method.startsWith('tcp') ? 'TCP' : 'UDP';
}

/** Bytes of a probe behind the headers. */
function dataLength({ method, family, options, hops }: TraceResult): number {
  const length = options.packetLength ?? hops.flatMap((hop) => hop.probes)[0]?.size ?? 0;
  const headers = (family === 4 ? 20 : 40) + (protocolOf(method) === 'TCP' ? 20 : 8);
  return Math.max(0, length - headers);
}

/** Paris mode: routers see one flow. Of ICMP the methods of ours keep it; what a capture shows does not say it. */
function keepsFlow({ method, transport, hops }: TraceResult): boolean {
  if (protocolOf(method) === 'ICMP') return method === 'icmp' && transport !== 'pcap';
  const probes = hops.flatMap((hop) => hop.probes);
  const flows = new Set(probes.map(({ sourcePort, destinationPort }) => `${sourcePort} ${destinationPort}`));
  // Of a port that nobody could see nobody knows whether it stayed.
  return flows.size === 1 && probes.every((probe) => 'sourcePort' in probe && 'destinationPort' in probe);
}

function hopObject(result: TraceResult, { ttl, probes }: Hop): object {
  return { hop: ttl, result: probes.flatMap((probe) => replies(result, probe)) };
}

function replies(result: TraceResult, probe: ProbeResult): readonly object[] {
  switch (probe.status) {
    case 'failed':
      return [{ error: `sendto failed: ${probe.error.message}` }];
    case 'timeout':
    case 'pending':
      return [NO_REPLY];
    case 'late':
      return [NO_REPLY, { late: probesSince(result, probe), ...replyObject(result, { ...probe, rtt: null }) }];
    case 'replied':
      return [replyObject(result, probe)];
  }
}

const NO_REPLY = { x: '*' };

/** By how many probes an answer is late: those that had left when it came, after its own. */
function probesSince({ hops }: TraceResult, { sentAt, rtt }: AnsweredProbe): number {
  const later = hops.flatMap((hop) => hop.probes).filter((probe) => probe.sentAt > sentAt);
  return Math.max(1, later.filter((probe) => probe.sentAt <= sentAt + (rtt ?? 0)).length);
}

function replyObject(result: TraceResult, probe: AnsweredProbe): object {
  const { rtt, quotedTtl } = probe;
  const tos = quotedTypeOfService(probe, result);
  return known({
    from: probe.address,
    ttl: probe.replyTtl,
    rtt: rtt === null ? null : Math.round(rtt * 1000) / 1000,
    ittl: quotedTtl === 1 ? null : quotedTtl,
    itos: tos === 0 && !result.options.tos ? null : tos,
    edst: probe.changed.destination?.quoted,
    err: errorOf(probe, result),
    mtu: probe.mtu,
    flags: FLAGS[probe.direct ?? ''],
    icmpext: extensionOf(probe),
  });
}

const FLAGS: Readonly<Record<string, string>> = { 'syn-ack': 'SA', rst: 'R' };

/** Of an unreachable: a letter where Atlas has one, else the code. A port unreachable to UDP or TCP is the target's answer. */
function errorOf({ icmp, mtu }: AnsweredProbe, { family, method }: TraceResult): string | number | null {
  const { type, letters, port } = family === 4 ? UNREACHABLE_V4 : UNREACHABLE_V6;
  if (icmp?.type !== type || mtu !== null) return null;
  if (icmp.code === port) return protocolOf(method) === 'ICMP' && family === 4 ? 'p' : null;
  return letters[icmp.code] ?? icmp.code;
}

interface Unreachable {
  readonly type: number;
  readonly letters: Readonly<Record<number, string>>;
  /** The code of a port unreachable. */
  readonly port: number;
}

const UNREACHABLE_V4: Unreachable = { type: 3, letters: { 0: 'N', 1: 'H', 2: 'P', 13: 'A' }, port: 3 };
const UNREACHABLE_V6: Unreachable = { type: 1, letters: { 0: 'N', 1: 'A', 2: 'h', 3: 'H' }, port: 4 };

function extensionOf(probe: AnsweredProbe): object | null {
  const objects = extensionObjects(probe);
  if (objects.length === 0) return null;
  const shown = objects.map(({ class: number, type, labels }) => {
    const mpls = labels?.map(({ label, trafficClass, bottom, ttl }) => {
      return { label, exp: trafficClass, s: bottom ? 1 : 0, ttl };
    });
    return known({ class: number, type, mpls });
  });
  // RFC 4884 has no other version. Whether the length field was set is not in a result: most routers' is.
  return { version: 2, rfc4884: 1, obj: shown };
}

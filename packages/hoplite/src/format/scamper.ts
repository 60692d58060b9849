import { TcpFlag } from '@hoplite/codec';
import type { AnsweredProbe, TraceResult } from '@hoplite/engine';
import { safeJson } from '../terminal.js';
import { type ExtensionObject, extensionObjects } from './extension-objects.js';
import type { TraceFormat } from './format.js';
import { isAnswered } from './hops-to-the-end.js';
import { known } from './known.js';
import { quotedLength, quotedTypeOfService } from './quoted.js';
import { unixTime } from './unix-time.js';

/**
 * The JSON of scamper's traces, as `scamper -O json` and sc_warts2json print it: an object a line, between the beginning
 * and the end of a cycle. Its schema: `hoplite/schema/scamper.schema.json`.
 */
export const scamper: TraceFormat = {
  showsNames: true,
  begin() {
    let cycle: Cycle | null = null;
    return {
      trace(result) {
        const before = cycle === null ? lineOf({ type: 'cycle-start', ...startOf(result) }) : '';
        cycle = longer(cycle, result);
        return before + lineOf(traceObject(result));
      },
      end: () => (cycle === null ? '' : lineOf({ type: 'cycle-stop', ...cycle })),
    };
  },
};

/** A list of targets that were traced; the address of who traced stands in the place of a name. */
interface Cycle {
  readonly list_name: string;
  readonly id: number;
  readonly hostname: string;
  readonly stop_time: number;
}

const LIST = { list_name: 'default', id: 0 };

function startOf({ source, startedAt }: TraceResult): object {
  return { ...LIST, hostname: source, start_time: unixTime(startedAt, 0).seconds };
}

function longer(cycle: Cycle | null, { source, startedAt, duration }: TraceResult): Cycle {
  const stopped = unixTime(startedAt, duration).seconds;
  return { ...LIST, hostname: cycle?.hostname ?? source, stop_time: Math.max(cycle?.stop_time ?? stopped, stopped) };
}

function lineOf(object: object): string {
  return `${safeJson(object)}\n`;
}

function traceObject(result: TraceResult): object {
  const { options, startedAt } = result;
  const probes = result.hops.flatMap((hop) => hop.probes);
  const hops = result.hops.flatMap(({ ttl, probes }) =>
    probes.filter(isAnswered).map((probe) => hopObject(result, ttl, probe)),
  );
  const ftime = startedAt.slice(0, startedAt.indexOf('.')).replace('T', ' ');
  return known({
    type: 'trace',
    version: '0.1',
    userid: 0,
    method: METHODS.get(result.method) ?? result.method,
    src: result.source,
    dst: result.address,
    sport: probes[0]?.sourcePort,
    dport: probes[0]?.destinationPort,
    ...stopOf(result),
    start: { ...timeOf(result, 0), ftime },
    hop_count: result.hops.at(-1)?.ttl ?? 0,
    attempts: Math.max(0, ...result.hops.map((hop) => hop.probes.length)),
    hoplimit: options.maxTtl,
    firsthop: options.firstTtl,
    // Seconds, and hundredths of one.
    wait: units(options.wait, 1000),
    wait_probe: units(options.interval, 10),
    tos: options.tos,
    probe_size: options.packetLength ?? probes[0]?.size ?? 0,
    probe_count: result.probesSent,
    // Absent where nobody answered.
    hops: hops.length === 0 ? null : hops,
  });
}

/** A map, as a method of somebody's own may be called `toString`. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ['udp', 'udp-paris'],
  ['udp-classic', 'udp'],
  ['udp-dublin', 'udp'],
  ['icmp', 'icmp-echo-paris'],
]);

/** Rounded up: scamper's numbers are whole. */
function units(milliseconds: unknown, unit: number): number | null {
  return typeof milliseconds === 'number' ? Math.ceil(milliseconds / unit) : null;
}

/** Why it stopped. Only an ICMP error has data: its code where it is an unreachable, else its type. */
function stopOf(result: TraceResult): { readonly stop_reason: string; readonly stop_data: number } {
  if (result.outcome !== 'unreachable') return { stop_reason: REASONS[result.outcome], stop_data: 0 };
  const { type, code } = endingIcmp(result) ?? { type: 0, code: 0 };
  const isUnreachable = type === (result.family === 4 ? 3 : 1);
  return isUnreachable ? { stop_reason: 'UNREACH', stop_data: code } : { stop_reason: 'ICMP', stop_data: type };
}

const REASONS: Readonly<Record<Exclude<TraceResult['outcome'], 'unreachable'>, string>> = {
  reached: 'COMPLETED',
  'max-ttl': 'HOPLIMIT',
  gap: 'GAPLIMIT',
  timeout: 'HALTED',
  aborted: 'HALTED',
  shutdown: 'HALTED',
  failed: 'ERROR',
  unknown: 'NONE',
};

function endingIcmp({ hops, answeredBy, annotation }: TraceResult): AnsweredProbe['icmp'] {
  const answers = hops.flatMap(({ probes }) => probes.filter(isAnswered));
  return answers.find((answer) => answer.address === answeredBy && answer.annotation === annotation)?.icmp ?? null;
}

function hopObject(result: TraceResult, ttl: number, probe: AnsweredProbe): object {
  const { rtt, icmp } = probe;
  const objects = extensionObjects(probe);
  return known({
    addr: probe.address,
    name: probe.name,
    probe_ttl: ttl,
    probe_id: probe.attempt,
    probe_size: probe.size,
    tx: timeOf(result, probe.sentAt),
    rtt: rtt === null ? null : Math.round(rtt * 1000) / 1000,
    reply_ttl: probe.replyTtl,
    icmp_type: icmp?.type,
    icmp_code: icmp?.code,
    icmp_q_ttl: probe.quotedTtl,
    icmp_q_ipl: quotedLength(probe, result),
    icmp_q_tos: result.family === 4 ? quotedTypeOfService(probe, result) : null,
    // The colon is scamper's.
    'icmp_nhmtu:': probe.mtu,
    tcp_flags: tcpFlags(probe),
    icmpext: objects.length === 0 ? null : objects.map(objectOf),
  });
}

/** Those of which we know. */
function tcpFlags({ direct }: AnsweredProbe): number | null {
  if (direct === 'syn-ack') return TcpFlag.syn | TcpFlag.ack;
  return direct === 'rst' ? TcpFlag.rst : null;
}

function objectOf({ class: number, type, length, labels }: ExtensionObject): object {
  const entries = labels?.map(({ ttl, bottom, trafficClass, label }) => {
    return { mpls_ttl: ttl, mpls_s: bottom ? 1 : 0, mpls_exp: trafficClass, mpls_label: label };
  });
  return known({ ie_cn: number, ie_ct: type, ie_dl: length, mpls_labels: entries });
}

function timeOf({ startedAt }: TraceResult, later: number): { readonly sec: number; readonly usec: number } {
  const { seconds, nanoseconds } = unixTime(startedAt, later);
  return { sec: seconds, usec: Math.floor(nanoseconds / 1000) };
}

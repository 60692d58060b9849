import { annotationOf } from './annotation.js';
import { changedFields, natted } from './compare.js';
import type { Header } from './header.js';
import type { Reply } from './reply.js';
import type { AnsweredProbe, FailedProbe, TraceError, UnansweredProbe } from './result.js';

/** How a probe was sent. `sentAt` is in milliseconds since the trace's first probe. */
export interface Sending {
  readonly attempt: number;
  readonly sentAt: number;
  readonly size: number;
  readonly header: Header;
  readonly frames: AnsweredProbe['frames'];
}

export function silentResult(sending: Sending, status: UnansweredProbe['status']): UnansweredProbe {
  return Object.assign(begin(sending, status), readFlow(sending.header), { frames: sending.frames });
}

export function failedResult(sending: Sending, error: TraceError): FailedProbe {
  return Object.assign(begin(sending, 'failed' as const), readFlow(sending.header), { error, frames: sending.frames });
}

/** How an answer was received. `unknown` are fields of the probe that nobody could see. */
export interface Receiving {
  readonly status: AnsweredProbe['status'];
  /** Milliseconds. */
  readonly rtt: number | null;
  readonly duplicates: number;
  readonly unknown: readonly string[];
}

export function answeredResult(sending: Sending, reply: Reply, receiving: Receiving): AnsweredProbe {
  const { status, rtt, duplicates, unknown } = receiving;
  const met = { rtt, duplicates, name: null, frames: sending.frames };
  // Spread into one literal, so many members would take V8 28 us a probe; assigned, they take one.
  return Object.assign(
    begin(sending, status),
    readFlow(sending.header),
    met,
    readAnswer(sending.header, reply, unknown),
  );
}

function begin<S extends string>({ attempt, sentAt, size }: Sending, status: S) {
  return { attempt, status, sentAt, size };
}

type Answer = Omit<
  AnsweredProbe,
  'attempt' | 'status' | 'sentAt' | 'size' | 'frames' | 'rtt' | 'duplicates' | 'name' | keyof Flow
>;

/** The members of a probe's result that name its flow: ports, or an ICMP echo's identifier and sequence number. */
interface Flow {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly identifier?: number;
  readonly sequence?: number;
}

/** All that a reply tells about the probe that it answers. */
function readAnswer(sent: Header, reply: Reply, unknown: readonly string[]): Answer {
  const error = reply.kind === 'error' ? reply : null;
  const quoted = error?.quoted ?? null;
  return {
    address: reply.from,
    icmp: reply.icmp,
    direct: reply.kind === 'direct' ? reply.direct : null,
    annotation: annotationOf(reply),
    replyTtl: reply.ttl,
    quotedTtl: quoted?.ttl ?? null,
    changed: quoted === null ? {} : changedFields(sent, quoted),
    unknown,
    nat: quoted === null ? null : natted(sent, quoted),
    mtu: error?.mtu ?? null,
    mpls: error?.mpls ?? [],
    interfaces: error?.interfaces ?? [],
    extensions: error?.extensions ?? [],
  };
}

/** The flow of a probe as its result shows it. */
function readFlow({ protocol, sourcePort, destinationPort, identifier, sequenceNumber }: Header): Flow {
  return protocol === 'icmp'
    ? { identifier: identifier ?? 0, sequence: sequenceNumber ?? 0 }
    : { sourcePort: sourcePort ?? 0, destinationPort: destinationPort ?? 0 };
}

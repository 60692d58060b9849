import { annotationOf } from './annotation.js';
import { changedFields, natted, UNCHANGED } from './compare.js';
import type { Header } from './header.js';
import type { Reply } from './reply.js';
import type { AnsweredProbe, FailedProbe, TraceError, UnansweredProbe } from './result.js';

/** How a probe was sent. `sentAt` is in milliseconds since the trace's first probe. */
export interface Sending {
  readonly attempt: number;
  readonly sentAt: number;
  /** Where the transport's own stamp of it was missing. */
  readonly sentBy: 'process' | null;
  readonly size: number;
  readonly header: Header;
  readonly frames: AnsweredProbe['frames'];
}

export function silentResult(sending: Sending, status: UnansweredProbe['status']): UnansweredProbe {
  const { attempt, sentAt, size, header, frames } = sending;
  return { attempt, status, sentAt, ...readStamp(sending), size, ...readFlow(header), frames };
}

export function failedResult(sending: Sending, error: TraceError): FailedProbe {
  const { attempt, sentAt, size, header, frames } = sending;
  return { attempt, status: 'failed', sentAt, ...readStamp(sending), size, ...readFlow(header), error, frames };
}

/** How an answer was received. `unknown` are fields of the probe that nobody could see. */
export interface Receiving {
  readonly status: AnsweredProbe['status'];
  /** Milliseconds. */
  readonly rtt: number | null;
  readonly duplicates: number;
  readonly unknown: readonly string[];
}

/**
 * One literal, with nothing large spread or assigned into it: V8 makes a dictionary of what `Object.assign` brings so many
 * members, which took 1.5 kB a probe, and the copy of a large object takes it 28 us.
 */
export function answeredResult(sending: Sending, reply: Reply, receiving: Receiving): AnsweredProbe {
  const { attempt, sentAt, size, header, frames } = sending;
  const error = reply.kind === 'error' ? reply : null;
  const quoted = error?.quoted ?? null;
  return {
    attempt,
    status: receiving.status,
    sentAt,
    ...readStamp(sending),
    size,
    ...readFlow(header),
    rtt: receiving.rtt,
    address: reply.from,
    name: null,
    icmp: reply.icmp,
    direct: reply.kind === 'direct' ? reply.direct : null,
    annotation: annotationOf(reply),
    replyTtl: reply.ttl,
    quotedTtl: quoted?.ttl ?? null,
    changed: quoted === null ? UNCHANGED : changedFields(header, quoted),
    unknown: receiving.unknown,
    nat: quoted === null ? null : natted(header, quoted),
    mtu: error?.mtu ?? null,
    mpls: error?.mpls ?? [],
    interfaces: error?.interfaces ?? [],
    extensions: error?.extensions ?? [],
    duplicates: receiving.duplicates,
    frames,
  };
}

function readStamp({ sentBy }: Sending): Pick<AnsweredProbe, 'sentBy'> {
  return sentBy === null ? NOT_SAID : { sentBy };
}

const NOT_SAID = {};

/**
 * The members of a probe's result that name its flow, as far as anybody could see them: ports, or an ICMP echo's identifier
 * and sequence number.
 */
interface Flow {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly identifier?: number;
  readonly sequence?: number;
}

function readFlow({ protocol, sourcePort, destinationPort, identifier, sequenceNumber }: Header): Flow {
  const flow: { -readonly [Field in keyof Flow]: Flow[Field] } = {};
  if (protocol === 'icmp') {
    if (identifier !== null) flow.identifier = identifier;
    if (sequenceNumber !== null) flow.sequence = sequenceNumber;
  } else {
    if (sourcePort !== null) flow.sourcePort = sourcePort;
    if (destinationPort !== null) flow.destinationPort = destinationPort;
  }
  return flow;
}

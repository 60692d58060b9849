import { annotation } from './annotation.js';
import { changedFields, natted } from './compare.js';
import type { Header } from './header.js';
import type { Reply } from './reply.js';
import type { AnsweredProbe } from './result.js';

/** All that a reply tells about the probe that it answers: the part of `AnsweredProbe` that is not about sending. */
export type Answer = Omit<
  AnsweredProbe,
  'attempt' | 'status' | 'sentAt' | 'size' | 'frames' | 'rtt' | 'duplicates' | 'name' | keyof Flow
>;

/** The members of a probe's result that name its flow: ports, or an ICMP echo's identifier and sequence number. */
export interface Flow {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly identifier?: number;
  readonly sequence?: number;
}

/** Reads an answer off a reply and the probe that it was matched to. `unknown` are fields of the probe that nobody could see. */
export function readAnswer(sent: Header, reply: Reply, unknown: readonly string[]): Answer {
  const error = reply.kind === 'error' ? reply : null;
  const quoted = error?.quoted ?? null;
  return {
    address: reply.from,
    icmp: reply.icmp,
    direct: reply.kind === 'direct' ? reply.direct : null,
    annotation: error === null ? null : annotation(error.family, error.icmp.type, error.icmp.code, error.mtu),
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
export function readFlow({ protocol, sourcePort, destinationPort, identifier, sequenceNumber }: Header): Flow {
  return protocol === 'icmp'
    ? { identifier: identifier ?? 0, sequence: sequenceNumber ?? 0 }
    : { sourcePort: sourcePort ?? 0, destinationPort: destinationPort ?? 0 };
}

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
  const seen = { address: reply.from, icmp: reply.icmp, replyTtl: reply.ttl, unknown };
  if (reply.kind === 'direct') return { ...seen, ...DIRECT, direct: reply.direct };
  const { quoted, mtu, mpls, interfaces, extensions } = reply;
  return {
    ...seen,
    direct: null,
    annotation: annotation(reply.family, reply.icmp.type, reply.icmp.code, mtu),
    quotedTtl: quoted?.ttl ?? null,
    changed: quoted === null ? {} : changedFields(sent, quoted),
    nat: quoted === null ? null : natted(sent, quoted),
    mtu,
    mpls,
    interfaces,
    extensions,
  };
}

const DIRECT = {
  annotation: null,
  quotedTtl: null,
  changed: {},
  nat: null,
  mtu: null,
  mpls: [],
  interfaces: [],
  extensions: [],
} as const;

/** The flow of a probe as its result shows it. */
export function readFlow({ protocol, sourcePort, destinationPort, identifier, sequenceNumber }: Header): Flow {
  return protocol === 'icmp'
    ? { identifier: identifier ?? 0, sequence: sequenceNumber ?? 0 }
    : { sourcePort: sourcePort ?? 0, destinationPort: destinationPort ?? 0 };
}

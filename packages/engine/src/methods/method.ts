import type { Address, AddressFamily } from '@hoplite/codec';
import type { Identifier } from '../compare.js';

/**
 * One way to build probes: how a probe becomes a datagram, and which of its fields make it unique. Which reply answers
 * it is the matcher's business alone. Whether one keeps all that is asked here, `methodLaws` of @hoplite/testing says.
 */
export interface ProbeMethod {
  /** What results call it: not empty, and not the name of one of ours. */
  readonly name: string;
  /** What its probes are, `icmp` being echo requests: a transport must be able to carry it. */
  readonly protocol: 'udp' | 'icmp' | 'tcp';
  /**
   * The fields by which its probes differ from all others of their flow, each by itself, and which nobody can guess. The
   * 8 bytes after the IP header must show one of them.
   */
  identifiers(family: AddressFamily): readonly Identifier[];
  /** Bytes of the shortest datagram that it can build. */
  leastLength(family: AddressFamily): number;
  /** How far beyond the options `port`, `sourcePort` and `packetLength` its probes reach. */
  reach(options: ProbeOptions, family: AddressFamily): Reach;
  /** A whole datagram, which is the caller's from then on: the same one of the same plan. */
  build(plan: ProbePlan): Uint8Array;
}

/** The options of a trace that shape its probes, each with the value that is in effect and in the range of `TraceOptions`. */
export interface ProbeOptions {
  /** The TTL of the first probe. */
  readonly firstTtl: number;
  /** The largest TTL of any probe. */
  readonly maxTtl: number;
  /** Probes per TTL, so that a trace has at most (`maxTtl` - `firstTtl` + 1) times as many. */
  readonly queries: number;
  /** The destination port of UDP and TCP, from which a method may count up as far as its reach says. */
  readonly port: number;
  /** Whether a method that counts ports counts probes or hops. */
  readonly portStep: 'probe' | 'hop';
  /** Bytes of a whole datagram, to which a method may add as much as its reach says. */
  readonly packetLength: number;
  /** What the probes carry, as far as there is room; null for zeros. */
  readonly payload: Uint8Array | null;
  /** The IPv4 type of service or the IPv6 traffic class. */
  readonly tos: number;
  /** IPv4 only. */
  readonly dontFragment: boolean;
  /** IPv6 only. */
  readonly flowLabel: number;
}

/**
 * How far the probes of a trace go above the options of the same names, 0 for not at all: a trace whose last probe would not
 * fit into 16 bits is refused before its first.
 */
export interface Reach {
  /** The largest destination port of its probes less the option. */
  readonly port: number;
  /** The largest source port of its probes less the option. */
  readonly sourcePort: number;
  /** The length of its longest probe less the option, in bytes. */
  readonly packetLength: number;
}

/** The reach of a method that counts on from nothing. */
export const NO_REACH: Reach = { port: 0, sourcePort: 0, packetLength: 0 };

/** Which probe to build. */
export interface ProbePlan {
  /** The version of IP of both addresses. */
  readonly family: AddressFamily;
  /** The address that the probe leaves from. */
  readonly source: Address;
  /** The address that is traced. */
  readonly destination: Address;
  /** The IPv4 TTL or the IPv6 hop limit with which the probe leaves. */
  readonly ttl: number;
  /** Which of the TTL's queries, from 1 to `queries`. */
  readonly attempt: number;
  /** The probe's number in its trace, from 0: below 65025. */
  readonly index: number;
  /** The same for all probes of a trace, but for the source port where the engine gives each a flow of its own. */
  readonly secrets: TraceSecrets;
  /** The same for all probes of a trace. */
  readonly options: ProbeOptions;
}

/** What a trace chose at random, so that nobody can forge a reply who has not seen its probes. */
export interface TraceSecrets {
  /** Of UDP and TCP: the option of that name where it was given. */
  readonly sourcePort: number;
  /** The ICMP identifier. */
  readonly identifier: number;
  /** 16 bits from which IPv4 identifications are counted. */
  readonly identification: number;
  /** 16 bits, others, from which checksums or ICMP sequence numbers are counted: who guesses one has not guessed the other. */
  readonly token: number;
  /** 32 bits from which TCP sequence numbers are counted. */
  readonly sequenceNumber: number;
}

/** What a method needs of the payload: the word that holds a checksum in place. */
export const PAYLOAD_LEAST = 2;

/** The checksum or ICMP sequence number by which a probe is known: a 16-bit number that no other probe of the trace has. */
export function tokenOf(plan: ProbePlan): number {
  return countedFrom(plan.secrets.token, plan);
}

/**
 * Never 0 or 0xffff, which a checksum cannot tell apart, and other than for every other probe of the trace. Counted by
 * threes where there is room, so that a router which quotes one more or one less quotes no other probe.
 */
export function countedFrom(start: number, { index, options }: ProbePlan): number {
  return ((start + stepOf(options) * index) % TOKENS) + 1;
}

/** Those of a trace that keeps the flow of one with these, and whose probes are counted on from where that one may end. */
export function secretsAfter(secrets: TraceSecrets, options: ProbeOptions): TraceSecrets {
  const counted = stepOf(options) * probesOf(options);
  return {
    ...secrets,
    identification: (secrets.identification + counted) % TOKENS,
    token: (secrets.token + counted) % TOKENS,
    sequenceNumber: (secrets.sequenceNumber + SEQUENCE_STEP * probesOf(options)) >>> 0,
  };
}

/** A SYN-ACK acknowledges the number plus one: two TCP probes next to each other must not share that one either. */
export const SEQUENCE_STEP = 2;

function stepOf(options: ProbeOptions): number {
  return 3 * probesOf(options) < TOKENS ? 3 : 1;
}

function probesOf({ firstTtl, maxTtl, queries }: ProbeOptions): number {
  return (maxTtl - firstTtl + 1) * queries;
}

const TOKENS = 0xfffe;

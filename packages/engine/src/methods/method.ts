import type { Address, AddressFamily } from '@hoplite/codec';
import type { Identifier } from '../compare.js';
import type { ResolvedOptions } from '../trace-options.js';

/**
 * One way to build probes: how a probe becomes a datagram, and which of its fields make it unique. Which reply answers
 * it is the matcher's business alone.
 */
export interface ProbeMethod {
  readonly protocol: 'udp' | 'icmp' | 'tcp';
  /** The fields by which its probes differ from each other, as far as a quote may show them. */
  identifiers(family: AddressFamily): readonly Identifier[];
  /** Bytes of the shortest datagram that it can build. */
  leastLength(family: AddressFamily): number;
  /** How far beyond the options `port`, `sourcePort` and `packetLength` its probes reach. */
  reach(options: ResolvedOptions, family: AddressFamily): Reach;
  build(plan: ProbePlan): Uint8Array;
}

export interface Reach {
  readonly port: number;
  readonly sourcePort: number;
  readonly packetLength: number;
}

export const NO_REACH: Reach = { port: 0, sourcePort: 0, packetLength: 0 };

/** Which probe to build. */
export interface ProbePlan {
  readonly family: AddressFamily;
  readonly source: Address;
  readonly destination: Address;
  readonly ttl: number;
  /** From 1. */
  readonly attempt: number;
  /** The probe's number in its trace, from 0: below 65025. */
  readonly index: number;
  readonly secrets: TraceSecrets;
  readonly options: ResolvedOptions;
}

/** What a trace chose at random, so that nobody can forge a reply who has not seen its probes. */
export interface TraceSecrets {
  readonly sourcePort: number;
  /** The ICMP identifier. */
  readonly identifier: number;
  /** 16 bits from which the identification, checksum or ICMP sequence number of each probe is counted. */
  readonly token: number;
  /** 32 bits from which TCP sequence numbers are counted. */
  readonly sequenceNumber: number;
}

/** What a method needs of the payload: the word that holds a checksum in place. */
export const PAYLOAD_LEAST = 2;

/**
 * A 16-bit number that no other probe of the trace has: never 0 or 0xffff, which a checksum cannot tell apart. Counted by
 * threes where there is room, so that a router which quotes one more or one less quotes no other probe.
 */
export function tokenOf({ secrets, index, options }: ProbePlan): number {
  const probes = (options.maxTtl - options.firstTtl + 1) * options.queries;
  const step = 3 * probes < TOKENS ? 3 : 1;
  return ((secrets.token + step * index) % TOKENS) + 1;
}

const TOKENS = 0xfffe;

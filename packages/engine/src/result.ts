import type { Address, AddressFamily, MplsLabelStackEntry } from '@hoplite/codec';
import type { Timestamps } from './transport.js';

/** The ways to build probes that have a name of their own. */
export type Method = 'udp' | 'udp-classic' | 'udp-dublin' | 'icmp' | 'tcp';

/** Why a trace ended. `unknown`: read from a capture that shows no end. */
export type Outcome =
  | 'reached'
  | 'unreachable'
  | 'max-ttl'
  | 'gap'
  | 'timeout'
  | 'aborted'
  | 'shutdown'
  | 'failed'
  | 'unknown';

/**
 * All that one trace learned: live, virtual, replayed or found in a capture. Plain data: `JSON.stringify` of it is the
 * JSON document of `hoplite --format json`, guarded by `"v": 1`. Times are milliseconds unless they say otherwise.
 */
export interface TraceResult {
  readonly v: 1;
  /** What was asked for: a host name or an address. */
  readonly target: string;
  readonly address: Address;
  readonly source: Address;
  readonly family: AddressFamily;
  /** The name of the method that ran, one of ours (`Method`) or a stranger's; in a capture that of ours which the probes show. */
  readonly method: string;
  /** `linux`, `linux-unprivileged`, `raw`, `sim`, `pcap`. */
  readonly transport: string;
  /** Where the instants come from. */
  readonly timestamps: Timestamps;
  /** When the first probe left: RFC 3339 in UTC with nine decimals. */
  readonly startedAt: string;
  /** From the first probe to the last packet that belongs to the trace. */
  readonly duration: number;
  readonly outcome: Outcome;
  /** Of the reply that ended the trace, as traceroute(8) prints it (`!H`, `!X`, `!F-1400`); null without. */
  readonly annotation: string | null;
  /** For every outcome but `reached`, `unreachable` and `unknown`. */
  readonly error: TraceError | null;
  /** The largest TTL with a response; 0 for none. */
  readonly lastTtl: number;
  /** Who sent the reply that ended the trace; null where none did. */
  readonly answeredBy: Address | null;
  readonly probesSent: number;
  /** Packets that looked like replies to this trace and match no probe. */
  readonly foreign: number;
  /** Replies that fit several probes equally well: they match none. */
  readonly ambiguous: number;
  readonly notices: readonly Notice[];
  /** Every option in effect; for a capture those that its probes show. */
  readonly options: OptionsInEffect;
  /** Every TTL from the first on, without holes. */
  readonly hops: readonly Hop[];
}

/** Every option of the trace with the value that it had; of a capture those that its packets show. */
export interface OptionsInEffect {
  readonly firstTtl: number;
  /** For a capture the largest TTL sent. */
  readonly maxTtl: number;
  /** Bytes of the whole datagram; for a capture those of its first probe. */
  readonly packetLength?: number;
  readonly [option: string]: unknown;
}

/** Why a trace, or one probe, failed: a code for programs and a sentence for people. */
export interface TraceError {
  readonly code: string;
  readonly message: string;
}

/** Something that the reader of a result should know and that ends nothing. */
export interface Notice {
  readonly code: string;
  readonly text: string;
}

/** All that was learned at one TTL. */
export interface Hop {
  readonly ttl: number;
  /** One entry an attempt, in order. */
  readonly probes: readonly ProbeResult[];
}

/** What became of one probe; `status` says which. */
export type ProbeResult = AnsweredProbe | UnansweredProbe | FailedProbe;

interface ProbeSent {
  /** Which of the hop's queries, from 1. */
  readonly attempt: number;
  /** Since `startedAt`. */
  readonly sentAt: number;
  /** Said where the transport's own stamp was missing and `sentAt` is by the process's clock, a little too early. */
  readonly sentBy?: 'process';
  /** Bytes of the whole datagram. */
  readonly size: number;
  /** UDP and TCP. */
  readonly sourcePort?: number;
  /** UDP and TCP. */
  readonly destinationPort?: number;
  /** ICMP echo. */
  readonly identifier?: number;
  /** ICMP echo. */
  readonly sequence?: number;
  /** Frame numbers as Wireshark counts, for a trace from a capture. */
  readonly frames: { readonly probe: number; readonly reply: number | null } | null;
}

/** A probe that nobody answered while the trace ran. */
export interface UnansweredProbe extends ProbeSent {
  /** `pending`: still in flight when the trace ended. */
  readonly status: 'timeout' | 'pending';
}

/** A probe that could not be sent, and why. */
export interface FailedProbe extends ProbeSent {
  readonly status: 'failed';
  readonly error: TraceError;
}

/** A probe that was answered, in time or late, with all that its first answer shows. */
export interface AnsweredProbe extends ProbeSent {
  /** `late`: after the probe's wait was over. */
  readonly status: 'replied' | 'late';
  /** Null where the clock was stepped while the probe was in flight. */
  readonly rtt: number | null;
  readonly address: Address;
  /** The address's name, where one was looked up and found. */
  readonly name: string | null;
  /** Whose the address is, null where nobody knew; said only where that was asked for. */
  readonly origin?: Origin | null;
  /** What it is for, such as `private`, null for an ordinary one; said with `origin`. */
  readonly addressKind?: string | null;
  /** Of an ICMP error or echo reply. */
  readonly icmp: { readonly type: number; readonly code: number } | null;
  /** What answered directly, in place of an ICMP error. */
  readonly direct: 'echo-reply' | 'syn-ack' | 'rst' | 'udp' | null;
  readonly annotation: string | null;
  /** The TTL with which the reply arrived; null where nobody could see it. */
  readonly replyTtl: number | null;
  /** The probe's TTL as the quote shows it; null without a quote. */
  readonly quotedTtl: number | null;
  /** Header fields that the quote shows with another value than they were sent with. */
  readonly changed: Readonly<Record<string, ChangedField>>;
  /** Header fields that nobody could see. */
  readonly unknown: readonly string[];
  /** Ports, checksum or destination differ in the quote; null where they are unknown. */
  readonly nat: boolean | null;
  /** From Fragmentation Needed and Packet Too Big. */
  readonly mtu: number | null;
  readonly mpls: readonly MplsLabelStackEntry[];
  readonly interfaces: readonly ReplyInterface[];
  /** Extension objects that are neither MPLS nor interface information. */
  readonly extensions: readonly ReplyExtension[];
  /** Further replies to the same probe. */
  readonly duplicates: number;
}

/** Who announces an address to the Internet, and where they say that it is used. One of `asn` and `country` is known. */
export interface Origin {
  /** Of the autonomous system. */
  readonly asn: number | null;
  /** The organization's: as others chose it, not to be trusted. */
  readonly name: string | null;
  /** Two capital letters (ISO 3166-1). */
  readonly country: string | null;
}

/** A header field that the quote shows other than it was sent. */
export interface ChangedField {
  readonly sent: number | string;
  readonly quoted: number | string;
}

/** RFC 5837. Members that the router did not send are null. */
export interface ReplyInterface {
  readonly role: 'incoming' | 'incoming-sub-ip' | 'outgoing' | 'next-hop';
  readonly index: number | null;
  readonly address: Address | null;
  readonly name: string | null;
  readonly mtu: number | null;
}

/** An ICMP extension object that is neither MPLS nor interface information (RFC 4884 section 8). */
export interface ReplyExtension {
  readonly class: number;
  readonly type: number;
  /** Hexadecimal. */
  readonly data: string;
}

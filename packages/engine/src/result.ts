import type { Address, AddressFamily, MplsLabelStackEntry } from '@hoplite/codec';
import type { Timestamps } from './transport.js';

/**
 * The ways to build probes that have a name of their own:
 * - `udp`: one flow from a random port to `port`, known by checksum and IP identification (Paris traceroute).
 * - `udp-classic`: the destination port rises with every probe, or with every hop (`portStep`), as in traceroute(8).
 * - `udp-dublin`: every attempt is a flow of its own, by its destination port, so that a hop may show several paths.
 * - `icmp`: echo requests of one flow, with one checksum (Paris ICMP).
 * - `tcp`: SYNs of one flow to `port`, without payload.
 */
export type Method = 'udp' | 'udp-classic' | 'udp-dublin' | 'icmp' | 'tcp';

/**
 * Why a trace ended:
 * - `reached`: the destination answered, or refuses its port or protocol (of UDP whoever says so).
 * - `unreachable`: another ICMP error said that the probes' way ends; `annotation` says how.
 * - `max-ttl`: every TTL up to `maxTtl` was asked, and none of the answers ended the way.
 * - `gap`: so many hops in a row as the option `gap` says were silent.
 * - `timeout`: the time of the whole trace, `timeout`, was over.
 * - `aborted`: its user ended it, by `abort()` or by a signal.
 * - `shutdown`: its engine was closed.
 * - `failed`: the transport broke, there is no route, or nothing of a hop could be sent.
 * - `unknown`: it was read from a capture that shows no end.
 */
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
  /** The version of this shape. While it is 1, what is here keeps its meaning; fields may be added. */
  readonly v: 1;
  /** What was asked for, as it was written: a host name or an address. Of a capture the address. */
  readonly target: string;
  /** The address that was traced. */
  readonly address: Address;
  /** The address that the probes carry; `0.0.0.0` or `::` where the trace ended before its route was known. */
  readonly source: Address;
  /** The version of IP of both addresses, and of all probes. */
  readonly family: AddressFamily;
  /** The name of the method that ran, one of ours (`Method`) or a stranger's; in a capture that of ours which the probes show. */
  readonly method: string;
  /**
   * The name of what carried the probes: `linux` (raw sockets), `linux-unprivileged`, `raw`, `sim`, `pcap`, or a stranger's. Of
   * a recording that of the transport that was recorded.
   */
  readonly transport: string;
  /** Who stamped the instants of the probes and their answers. */
  readonly timestamps: Timestamps;
  /** When the first probe left or failed to, or the trace began where none was sent: RFC 3339 in UTC with nine decimals. */
  readonly startedAt: string;
  /** From `startedAt` to the end of the trace; of a capture to the last of its probes and their answers. */
  readonly duration: number;
  /** Why it ended. Whatever it was, the result has all that was learned until then. */
  readonly outcome: Outcome;
  /** The mark of the reply that ended the trace, as `AnsweredProbe` has it; null where that has none, or none ended it. */
  readonly annotation: string | null;
  /**
   * Why it did not come to an end of the way; null for `reached`, `unreachable` and `unknown`. Its code is `MAX_TTL`, `GAP`,
   * `TIMEOUT`, `ABORTED`, `SHUTDOWN`, or for `failed` that of what failed.
   */
  readonly error: TraceError | null;
  /** The largest TTL with an answer, in time or late; 0 where nobody answered. */
  readonly lastTtl: number;
  /** Who sent the reply that ended the trace: not always the destination itself. Null where none did. */
  readonly answeredBy: Address | null;
  /** How many probes left, those sent beyond the last hop among them; one that failed did not leave. */
  readonly probesSent: number;
  /** Packets that looked like replies to this trace and match no probe. */
  readonly foreign: number;
  /** Replies that fit several probes equally well: they match none. */
  readonly ambiguous: number;
  /** What a reader should know besides, in the order in which it was found. */
  readonly notices: readonly Notice[];
  /** Every option in effect; for a capture those that its probes show. */
  readonly options: OptionsInEffect;
  /**
   * Every TTL from `firstTtl` on, without holes and silent ones too: up to the lowest that ended the way, to the last of the
   * silent ones for `gap`, to `maxTtl` for `max-ttl`, else to the last that was asked; of a capture to the largest in it.
   */
  readonly hops: readonly Hop[];
}

/**
 * Every option of the trace by its name in `TraceOptions`, with the value that it had: `method` as its name, `payload` in
 * hexadecimal, `source` and `sourcePort` (not of `icmp`) as they were found; null for what was left to the system. Of a
 * capture those that its packets show.
 */
export interface OptionsInEffect {
  /** The TTL of the first probe; of a capture the smallest. */
  readonly firstTtl: number;
  /** The largest TTL that might be asked; of a capture the largest that was. */
  readonly maxTtl: number;
  /** Bytes of a whole probe; of a capture those of its first. */
  readonly packetLength?: number;
  readonly [option: string]: unknown;
}

/** Why a trace, or one probe, failed. */
export interface TraceError {
  /** For programs: that of a trace (see `TraceResult`), of the system (`ENETUNREACH`), or of the transport (`UNRECORDED`). */
  readonly code: string;
  /** For people: what happened. */
  readonly message: string;
}

/** Something that the reader of a result should know and that ends nothing. */
export interface Notice {
  /**
   * For programs. Of the network: `redirect`, `source-quench`, `reassembly` (ICMP errors that answer no probe),
   * `only-destination-answers`, `end-nearer`. Of measuring: `negative-rtt`, `clock-stepped`, `source-port` (not the one asked
   * for). Transports have others of their own, such as `overflow`.
   */
  readonly code: string;
  /** For people: what was seen, with its addresses and TTLs. */
  readonly text: string;
}

/** All that was learned at one TTL. */
export interface Hop {
  /** With which its probes left: the IPv4 TTL or the IPv6 hop limit, 1 to 255; a capture may show one of 0. */
  readonly ttl: number;
  /** One entry an attempt, in the order of `attempt`: none where nothing was sent. */
  readonly probes: readonly ProbeResult[];
}

/** What became of one probe; `status` says which. */
export type ProbeResult = AnsweredProbe | UnansweredProbe | FailedProbe;

/** What is said of every probe, whatever became of it. */
export interface ProbeSent {
  /** Which of the hop's queries, from 1. */
  readonly attempt: number;
  /** Milliseconds from the trace's `startedAt`; of a probe that failed, when that was tried. */
  readonly sentAt: number;
  /** Said where the transport's own stamp was missing and `sentAt` is by the process's clock, a little too early. */
  readonly sentBy?: 'process';
  /** Bytes of the whole datagram, IP header included. */
  readonly size: number;
  /** Of a UDP or TCP probe, as it left; left out where nobody could see it. */
  readonly sourcePort?: number;
  /** Of a UDP or TCP probe, likewise. */
  readonly destinationPort?: number;
  /** Of an ICMP echo request, likewise. */
  readonly identifier?: number;
  /** The sequence number of an ICMP echo request, likewise. */
  readonly sequence?: number;
  /** Where it stands in the capture, for a trace that was read from one; else null. */
  readonly frames: ProbeFrames | null;
}

/** Where a probe and its answer stand in a capture: frame numbers from 1, as Wireshark counts. */
export interface ProbeFrames {
  /** The frame of the probe. */
  readonly probe: number;
  /** The frame of its first answer; null without one. */
  readonly reply: number | null;
}

/** A probe that nobody answered while the trace ran. */
export interface UnansweredProbe extends ProbeSent {
  /** `timeout`: its wait is over. `pending`: it was still in flight when the trace ended; of a capture none is. */
  readonly status: 'timeout' | 'pending';
}

/** A probe that could not be sent. */
export interface FailedProbe extends ProbeSent {
  /** It never left, so that nothing can be concluded from its having no answer. */
  readonly status: 'failed';
  /** Why: mostly the system's code for it, such as `ENETUNREACH`, `EACCES`, `EMSGSIZE`, `ENOBUFS`. */
  readonly error: TraceError;
}

/** A probe that was answered, in time or late, with all that its first answer shows. */
export interface AnsweredProbe extends ProbeSent {
  /**
   * `replied`: within `wait`. `late`: after it, and out of the statistics, but it shows the hop and may end the trace as a reply
   * does. Of a capture all are `replied`.
   */
  readonly status: 'replied' | 'late';
  /**
   * The round-trip time to the first answer, in milliseconds with up to six decimals. Negative where the answer is stamped
   * before the probe, with the notice `negative-rtt`. Null where the clock was stepped while the probe was in flight,
   * and where the system said that it did not send the probe, as its own firewall has it, which answers all the same.
   */
  readonly rtt: number | null;
  /** Who sent the answer, as the source address of its IP header has it. */
  readonly address: Address;
  /** The address's name, where one was looked up and found: as others chose it, not to be trusted. */
  readonly name: string | null;
  /** Whose the address is, null where nobody knew; said only where that was asked for. */
  readonly origin?: Origin | null;
  /** What it is for, such as `private`, null for an ordinary one; said with `origin`. */
  readonly addressKind?: string | null;
  /** Of an ICMP error or echo reply; null for an answer by TCP or UDP. */
  readonly icmp: IcmpTypeCode | null;
  /** How the destination answered in the probe's own protocol; null for an ICMP error. */
  readonly direct: 'echo-reply' | 'syn-ack' | 'rst' | 'udp' | null;
  /**
   * The mark that traceroute(8) prints for an ICMP error: `!N` `!H` `!P` (network, host, protocol unreachable), `!S`, `!X`, `!V`,
   * `!C`, `!F-1400` (too big for that MTU), `!<10>` (code) or `!<12-0>` (type and code). Null for Time Exceeded, for port
   * unreachable and for a direct answer.
   */
  readonly annotation: string | null;
  /** The TTL with which the answer arrived; null where nobody could see it. */
  readonly replyTtl: number | null;
  /** What was left of the probe's TTL, as the quote shows it: 1 where it expired. Null without a quote. */
  readonly quotedTtl: number | null;
  /**
   * Header fields that the quote shows with another value than they were sent with, by their names in the RFCs
   * (`typeOfService`, `checksum`, `sourcePort`); empty where none is, or nothing was quoted. The TTL, which changes by design,
   * is none of them.
   */
  readonly changed: Readonly<Record<string, ChangedField>>;
  /**
   * Header fields of the probe as it left that nobody could see, such as a checksum that the network card filled in behind the
   * capture: they take no part in `changed` and `nat`.
   */
  readonly unknown: readonly string[];
  /** Whether ports (or the ICMP identifier), checksum or destination differ in the quote; null where that cannot be told. */
  readonly nat: boolean | null;
  /** The next hop's, in bytes, from Fragmentation Needed (RFC 1191) and Packet Too Big; null for all else. */
  readonly mtu: number | null;
  /** The label stack with which the probe came to the router (RFC 4950), the outermost label first; empty without. */
  readonly mpls: readonly MplsLabelStackEntry[];
  /** The interfaces that the router tells of (RFC 5837); empty without. */
  readonly interfaces: readonly ReplyInterface[];
  /** Extension objects that are neither MPLS nor interface information; empty without. */
  readonly extensions: readonly ReplyExtension[];
  /** Further answers to the same probe, which change nothing else. */
  readonly duplicates: number;
}

/** What kind of ICMP message it is: the numbers of ICMPv4 (RFC 792) or ICMPv6 (RFC 4443), as the answer's family is. */
export interface IcmpTypeCode {
  /** Time Exceeded is 11 over IPv4 and 3 over IPv6, Destination Unreachable 3 and 1. */
  readonly type: number;
  /** What it says depends on the type. */
  readonly code: number;
}

/** Who announces an address to the Internet, and where they say that it is used. One of `asn` and `country` is known. */
export interface Origin {
  /** The autonomous system's number, 1 to 4294967295; null where it is not known. */
  readonly asn: number | null;
  /** The organization's: as others chose it, not to be trusted. Null where it is not known. */
  readonly name: string | null;
  /** Two capital letters (ISO 3166-1); null where it is not known. */
  readonly country: string | null;
}

/** A header field that the quote shows other than it was sent: addresses as text, all else as the number on the wire. */
export interface ChangedField {
  /** As the probe left. */
  readonly sent: number | string;
  /** As it came to the one who quotes it. */
  readonly quoted: number | string;
}

/** What a router tells of one of its interfaces (RFC 5837). Members that it did not send are null. */
export interface ReplyInterface {
  /**
   * Which one it is to the probe: that by which it came, a part of that below IP (a member of a bundle), that by which it would
   * have left, or the next router's that it would have gone to.
   */
  readonly role: 'incoming' | 'incoming-sub-ip' | 'outgoing' | 'next-hop';
  /** The router's own number for it (ifIndex of RFC 2863). */
  readonly index: number | null;
  /** Its IP address. */
  readonly address: Address | null;
  /** The router's name for it (ifName of RFC 2863): as others chose it, not to be trusted. */
  readonly name: string | null;
  /** In bytes. */
  readonly mtu: number | null;
}

/** An ICMP extension object that is neither MPLS nor interface information (RFC 4884 section 8). */
export interface ReplyExtension {
  /** The Class-Num, 0 to 255. */
  readonly class: number;
  /** The C-Type, 0 to 255. */
  readonly type: number;
  /** The object's payload in hexadecimal, without its header. */
  readonly data: string;
}

import type { Address, AddressFamily } from '@hoplite/codec';
import type { Instant } from './instant.js';

/**
 * What carries probes and replies: live sockets, a recorded capture, a virtual network. Whole IP datagrams go in and come
 * out, as bytes. Stable: what is there keeps its meaning until a new major version.
 */
export interface Transport extends AsyncDisposable {
  /** What results call it: `linux`, `linux-unprivileged`, `raw`, `sim`, `pcap`, or a name of your own. */
  readonly name: string;
  /** The time of all its instants: those that the listener hears, and those at which an engine asks to be woken. */
  readonly clock: Clock;
  /** The best stamp that its datagrams carry. */
  readonly timestamps: Timestamps;
  /** What it can do here: the same from before `open` to the end, so that an engine can refuse what it cannot. */
  readonly capabilities: Capabilities;
  /** Begins to receive, and resolves when it does. Once: one engine per transport. */
  open(listener: Listener): Promise<void>;
  /** Sends datagrams. What became of each the listener hears, never the caller. */
  send(batch: readonly Outgoing[]): void;
  /**
   * The address from which a datagram to `destination` would leave, by that interface where one is named. Rejects where
   * there is no route, and where there is no such interface or it is down (`ENODEV`, `ENETDOWN`).
   */
  sourceFor(destination: Address, by?: string): Promise<Address>;
  /**
   * Hears when a trace is ended from outside, by its number in its engine. Nothing follows from it for what carries
   * datagrams; who records a run writes it down.
   */
  interrupted?(trace: number, outcome: 'aborted' | 'shutdown', at: Instant): void;
  /** Ends it, and resolves when it is gone; as often as one likes. Afterwards the listener hears nothing more. */
  close(): Promise<void>;
}

/**
 * Who stamped the instants, the best first:
 * - `kernel`: as a datagram left and arrived, whatever the process was busy with.
 * - `capture`: whoever captured the packets, as he did it.
 * - `virtual`: a simulated network, exactly.
 * - `process`: the process, when it sent and read the datagrams: round trips have its delays in them.
 */
export type Timestamps = 'kernel' | 'capture' | 'virtual' | 'process';

/** The time of a transport: instants are whole nanoseconds since `origin`. */
export interface Clock {
  /** Instant zero, in nanoseconds since the Unix epoch. */
  readonly origin: bigint;
  /** The instant that it is. */
  now(): Instant;
  /**
   * Calls back once at or after `at`, never before, and only after the transport has handed over all that had arrived by
   * then. Returns what cancels it.
   */
  wake(at: Instant, callback: () => void): () => void;
}

/** What a transport can do. */
export interface Capabilities {
  /** The versions of IP that it carries. */
  readonly families: readonly AddressFamily[];
  /** What its probes may be: `icmp` is an echo request, `tcp` a SYN at least. */
  readonly protocols: readonly ('udp' | 'icmp' | 'tcp')[];
  /**
   * Header fields that a probe can choose, and that are then seen in what quotes it; the system writes or hides the others.
   * Without `identification` and `checksum` the UDP probes of one flow cannot be told apart, without `sequenceNumber` those of
   * TCP cannot: an engine then gives them flows of their own.
   */
  readonly fields: readonly ChosenField[];
  /** Whether a probe can choose the interface that it leaves by. Default no. */
  readonly interfaces?: boolean;
  /** Whether it runs only with rights that ordinary users lack: root, capabilities, administrator. */
  readonly needsPrivilege: boolean;
  /** How many unread replies and stamps its buffers hold: no more probes are ever in flight. */
  readonly inFlight: number;
}

/** All of them: what a transport lists whose headers are ours from end to end. */
export const CHOSEN_FIELDS = [
  'identification',
  'checksum',
  'identifier',
  'sequenceNumber',
  'sourcePort',
  'typeOfService',
  'dontFragment',
  'flowLabel',
] as const;

/** A header field that a transport may let probes choose; `identifier` is that of ICMP, `sequenceNumber` that of TCP. */
export type ChosenField = (typeof CHOSEN_FIELDS)[number];

/** A datagram that is to be sent. */
export interface Outgoing {
  /** Unique for this transport; the listener hears of it by this number. */
  readonly id: number;
  /** The whole IP datagram, from its first header on, with every length and checksum in it. The transport may keep it. */
  readonly datagram: Uint8Array;
  /** The interface that it must leave by. Default the one that it is routed by. */
  readonly interface?: string;
}

/**
 * What the user of a transport hears. Of every `send`, `sent` or `failed`, exactly one, once, and before anything in
 * answer to it. What is found at one time is told in the order of the instants: by each of them deadlines pass.
 */
export interface Listener {
  /**
   * The datagram left at `at`. Where the system writes header fields itself, `actual` is the datagram as it left and
   * `unknown` names the fields that nobody could see. `sentBy` is said where `at` is not by the transport's `timestamps`
   * but, since that stamp is missing, by the process's own clock. `frame` is its number in the capture that is read.
   */
  sent(
    id: number,
    at: Instant,
    actual?: Uint8Array,
    unknown?: readonly string[],
    sentBy?: 'process',
    frame?: number,
  ): void;
  /** It did not leave. `at` is when that was tried; where it is not said, the latest instant that was told of counts. */
  failed(id: number, error: SendError, at?: Instant): void;
  /**
   * A datagram arrived. It is borrowed: whoever keeps it copies it. `reconstructed` names the header fields that the
   * transport could not see: those of the datagram quoted where it is an ICMP error (whose own have `reply` before them:
   * `replyTtl`), else its own. Where the system ties it to a probe by itself, `id` names that. `frame` as for `sent`.
   */
  received(datagram: Uint8Array, at: Instant, reconstructed?: readonly string[], id?: number, frame?: number): void;
  /**
   * Something that every trace should tell of and that ends none: a stamp lost, a buffer that ran over. With the code
   * `clock-stepped` no probe in flight has a round trip: its two ends are on different scales.
   */
  noticed(code: string, text: string): void;
  /** The transport is of no more use: every trace on it ends. */
  broken(error: SendError): void;
}

/** Why a datagram could not be sent, or a transport broke. */
export interface SendError {
  /** The system's (`ENETUNREACH`, `EACCES`, `EMSGSIZE`, `ENOBUFS`), or the transport's own. */
  readonly code: string;
  /** For people: what happened. */
  readonly message: string;
}

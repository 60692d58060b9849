import type { Address } from '@hoplite/codec';
import type { ProbeMethod } from './methods/method.js';
import type { Method } from './result.js';

/**
 * What a trace may be told. Times are milliseconds, finite, and may have a fraction; counts and ports are whole numbers. What is
 * out of its range is refused with a `RangeError` that names the option and the range.
 */
export interface TraceOptions {
  /** The address that probes carry, of the target's family and this machine's own. Default the one that the system routes by. */
  readonly source?: Address;
  /**
   * The name of the interface that probes leave by, where the transport lets a trace choose one. Default the one that they are
   * routed by.
   */
  readonly interface?: string;
  /**
   * How probes are built: by a method of ours, or one of your own. Default `udp`; `udp-classic` over a transport that cannot
   * tell the UDP probes of one flow apart.
   */
  readonly method?: Method | ProbeMethod;
  /** The TTL of the first probe, 1 to 255 and at most `maxTtl`. Default 1. */
  readonly firstTtl?: number;
  /** The largest TTL, 1 to 255. Default 32. */
  readonly maxTtl?: number;
  /** Probes per TTL, 1 to 255. Default 3. */
  readonly queries?: number;
  /** After how many milliseconds the trace ends with outcome `timeout`, wherever it stands; 0 for never. Default 0. */
  readonly timeout?: number;
  /** How many milliseconds an answer is waited for at the most, above 0: what comes later is `late`. Default 3000. */
  readonly wait?: number;
  /**
   * The wait is shortened to this many times the round trip of the TTL's first answer (and a millisecond more); 0 for never. A
   * reply that comes after its shortened wait, but within `wait` and before the trace ends, counts all the same. Default 3.
   */
  readonly waitHere?: number;
  /** The same by the first answer of a later TTL, where the own TTL has none yet. Default 10. */
  readonly waitNear?: number;
  /** So many silent hops in a row end the trace with outcome `gap`; 0 for never. Default 0. */
  readonly gap?: number;
  /** Probes of this trace in flight at the most, from 1 on. An engine's own limits hold besides. Default 16. */
  readonly parallel?: number;
  /** The least number of milliseconds between two probes of this trace. Default 0. */
  readonly interval?: number;
  /**
   * The destination port of UDP and TCP, or the first of those that the method counts, 1 to 65535. Default 33434, for `tcp` 80.
   * Where a service may answer, and more than one probe is in flight, `udp` gives every probe a source port of its own, since
   * the answers quote nothing.
   */
  readonly port?: number;
  /**
   * Whether the destination port of `udp-classic` rises with every probe or with every hop, whose queries then differ in their
   * source ports. Default `probe`.
   */
  readonly portStep?: 'probe' | 'hop';
  /** The source port of UDP and TCP, or the first of those that the trace uses, 1 to 65535. Default random. */
  readonly sourcePort?: number;
  /**
   * Bytes of a whole probe, IP header included: from the least that the method needs to 65535; those of `tcp` have no choice.
   * Default 68, or what the method or `payload` needs.
   */
  readonly packetLength?: number;
  /**
   * What UDP and ICMP probes carry, followed by zeros up to `packetLength`. Its first two bytes are the method's, to give the
   * probe the checksum that it wants. Default zeros.
   */
  readonly payload?: Uint8Array;
  /** The IPv4 type of service or IPv6 traffic class, 0 to 255: the DSCP times 4. Default 0. */
  readonly tos?: number;
  /** IPv4's bit that forbids fragmentation; IPv6, whose routers fragment nothing, has none. Default false. */
  readonly dontFragment?: boolean;
  /** IPv6's flow label, 0 to 1048575; over IPv4, and a transport that lets no probe choose it, it must be 0. Default 0. */
  readonly flowLabel?: number;
}

/** Every option, each with the value that is in effect: what they mean, `TraceOptions` says. */
export type ResolvedOptions = Required<
  Omit<TraceOptions, 'method' | 'source' | 'interface' | 'sourcePort' | 'payload'>
> & {
  /** A method of ours by its name is by now the method itself. */
  readonly method: ProbeMethod;
  /** In its canonical spelling; null: the transport says it when the trace begins. */
  readonly source: Address | null;
  /** Null: the one that probes are routed by. */
  readonly interface: string | null;
  /** Null: one is drawn when the trace begins. */
  readonly sourcePort: number | null;
  /** Null: zeros. */
  readonly payload: Uint8Array | null;
};

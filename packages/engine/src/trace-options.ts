import type { Address } from '@hoplite/codec';
import type { ProbeMethod } from './methods/method.js';
import type { Method } from './result.js';

/** What a trace may be told. Times are milliseconds. */
export interface TraceOptions {
  /** The address that probes carry. Default the one that the transport routes by. */
  readonly source?: Address;
  /** The interface that probes leave by, where the transport lets them choose. Default the one that they are routed by. */
  readonly interface?: string;
  /** How probes are built: by one of ours, or one of your own. Default `udp`. */
  readonly method?: Method | ProbeMethod;
  /** The TTL of the first probe, 1 to 255 and at most `maxTtl`. Default 1. */
  readonly firstTtl?: number;
  /** The largest TTL, 1 to 255. Default 32. */
  readonly maxTtl?: number;
  /** Probes per TTL, 1 to 255. Default 3. */
  readonly queries?: number;
  /** How long the whole trace may take; 0 for as long as it needs. Default 0. */
  readonly timeout?: number;
  /** How long an answer is waited for at the most. Default 3000. */
  readonly wait?: number;
  /** The wait is shortened to this many times the round trip of the TTL's first answer; 0 for never. Default 3. */
  readonly waitHere?: number;
  /** The same by the first answer of a later TTL, where the own TTL has none. Default 10. */
  readonly waitNear?: number;
  /** So many silent hops in a row end the trace; 0 for never. Default 0. */
  readonly gap?: number;
  /** Probes in flight at the most. Default 16. */
  readonly parallel?: number;
  /** The least time between two probes. Default 0. */
  readonly interval?: number;
  /**
   * The (first) destination port of UDP and TCP. Default 33434, for `tcp` 80. Where a service may answer, and more than one
   * probe is in flight, `udp` gives every probe a source port of its own, since the answers quote nothing.
   */
  readonly port?: number;
  /** Whether the port of `udp-classic` rises with every probe or with every hop. Default `probe`. */
  readonly portStep?: 'probe' | 'hop';
  /** The (first) source port of UDP and TCP. Default random. */
  readonly sourcePort?: number;
  /** Bytes of a whole probe; those of `tcp` have no choice. Default 68, or what `payload` needs. */
  readonly packetLength?: number;
  /** What UDP and ICMP probes carry; zeros where it is shorter than the probe. Its first two bytes are the method's. */
  readonly payload?: Uint8Array;
  /** The type of service or traffic class, 0 to 255. Default 0. */
  readonly tos?: number;
  /** IPv4's bit that forbids fragmentation. Default false. */
  readonly dontFragment?: boolean;
  /** IPv6's flow label, 0 to 1048575. Default 0. */
  readonly flowLabel?: number;
}

/** Every option, each with the value that is in effect; the source port is found when the trace begins. */
export type ResolvedOptions = Required<
  Omit<TraceOptions, 'method' | 'source' | 'interface' | 'sourcePort' | 'payload'>
> & {
  readonly method: ProbeMethod;
  readonly source: Address | null;
  readonly interface: string | null;
  readonly sourcePort: number | null;
  readonly payload: Uint8Array | null;
};

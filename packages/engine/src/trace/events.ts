import type { Address, AddressFamily } from '@hoplite/codec';
import type { AnsweredProbe, FailedProbe, Hop, OptionsInEffect, TraceResult } from '../result.js';

/**
 * What happens to a trace, in the order in which it happens: one union, told apart by `event`, and each a line of NDJSON as it
 * stands. Unknown events and fields may come: what is here keeps its meaning while `v` is 1.
 */
export type TraceEvent =
  | StartEvent
  | SentEvent
  | FailedEvent
  | ReplyEvent
  | LateEvent
  | DuplicateEvent
  | HopEvent
  | NoticeEvent
  | EndEvent;

/** What an event says besides which trace it is of. */
export type TraceHappening<E extends TraceEvent = TraceEvent> = E extends TraceEvent ? Omit<E, keyof OfTrace> : never;

/** What every event of a trace says. */
export interface OfTrace {
  /** The version of this shape, and of those in it. */
  readonly v: 1;
  /** Which trace: counted from 1 over its engine, or over a whole capture. */
  readonly trace: number;
  /** What was asked for, as it was written: a host name or an address. */
  readonly target: string;
}

/** The first event: what is known before the first probe. */
export interface StartEvent extends OfTrace {
  /** Once, and before all others. */
  readonly event: 'start';
  /** The address that is traced. */
  readonly address: Address;
  /** The address that the probes carry; `0.0.0.0` or `::` where the trace ends before its route is known. */
  readonly source: Address;
  /** The version of IP of both addresses, and of all probes. */
  readonly family: AddressFamily;
  /** The name of the method: one of ours (`Method`), or a stranger's. */
  readonly method: string;
  /** The name of what carries the probes, as in `TraceResult`. */
  readonly transport: string;
  /** Every option in effect. */
  readonly options: OptionsInEffect;
}

/** A probe left. */
export interface SentEvent extends OfTrace {
  /** Before anything in answer to the probe. */
  readonly event: 'sent';
  /** The TTL with which it left. */
  readonly ttl: number;
  /** Which of the hop's queries, from 1. */
  readonly attempt: number;
  /** Milliseconds since the first probe of the trace left. */
  readonly sentAt: number;
  /** Bytes of the whole datagram. */
  readonly size: number;
}

/** A probe could not leave. */
export interface FailedEvent extends OfTrace {
  /** In place of `sent`. */
  readonly event: 'failed';
  /** The TTL with which it was to leave. */
  readonly ttl: number;
  /** It, with the reason in its `error`. */
  readonly probe: FailedProbe;
}

/** The first answer to a probe, within `wait`. */
export interface ReplyEvent extends OfTrace {
  /** Once for a probe at the most, and never beside `late`. */
  readonly event: 'reply';
  /** The probe's TTL. */
  readonly ttl: number;
  /** What is known of the probe by now: `duplicates` may yet rise. */
  readonly probe: AnsweredProbe;
}

/** The first answer to a probe, after `wait`. */
export interface LateEvent extends OfTrace {
  /** Its hop may have been told, without the answer, before. */
  readonly event: 'late';
  /** The probe's TTL. */
  readonly ttl: number;
  /** What is known of the probe by now: `duplicates` may yet rise. */
  readonly probe: AnsweredProbe;
}

/** A further answer to a probe. */
export interface DuplicateEvent extends OfTrace {
  /** As often as it happens. */
  readonly event: 'duplicate';
  /** The probe's TTL. */
  readonly ttl: number;
  /** Which of the hop's queries, from 1. */
  readonly attempt: number;
  /** Who sent this answer: not always who sent the first. */
  readonly address: Address;
}

/** All queries of a hop are decided: answered, failed, or waited for long enough. */
export interface HopEvent extends OfTrace {
  /** Once for each hop that is decided before the trace ends, in the order of their TTLs. */
  readonly event: 'hop';
  /** The hop as it is now: answers may yet come, and the result has the last word. */
  readonly hop: Hop;
}

/** Something that who reads the trace should know and that ends nothing: a `Notice` as it is found. */
export interface NoticeEvent extends OfTrace {
  /** At any time after `start`. */
  readonly event: 'notice';
  /** For programs, as in `Notice`. */
  readonly code: string;
  /** For people, as in `Notice`. */
  readonly text: string;
}

/** The trace is over. */
export interface EndEvent extends OfTrace {
  /** Once, and after all others. */
  readonly event: 'end';
  /** All that was learned. What it says of a probe overrides what earlier events said. */
  readonly result: TraceResult;
}

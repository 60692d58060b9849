import type { Address, AddressFamily } from '@hoplite/codec';
import type { AnsweredProbe, FailedProbe, Hop, OptionsInEffect, TraceResult } from '../result.js';

/** What happens to a trace, in the order in which it happens: one union, and each a line of NDJSON as it stands. */
export type TraceEvent = { readonly v: 1; readonly trace: number; readonly target: string } & TraceHappening;

export type TraceHappening =
  | {
      readonly event: 'start';
      readonly address: Address;
      readonly source: Address;
      readonly family: AddressFamily;
      readonly method: string;
      readonly transport: string;
      readonly options: OptionsInEffect;
    }
  /** A probe left, or could not. */
  | {
      readonly event: 'sent';
      readonly ttl: number;
      readonly attempt: number;
      readonly sentAt: number;
      readonly size: number;
    }
  | { readonly event: 'failed'; readonly ttl: number; readonly probe: FailedProbe }
  /** An answer in time. */
  | { readonly event: 'reply'; readonly ttl: number; readonly probe: AnsweredProbe }
  /** An answer after the probe's wait was over. */
  | { readonly event: 'late'; readonly ttl: number; readonly probe: AnsweredProbe }
  | { readonly event: 'duplicate'; readonly ttl: number; readonly attempt: number; readonly address: Address }
  /** All queries of a hop are decided: once for each, in the order of their TTLs. */
  | { readonly event: 'hop'; readonly hop: Hop }
  | { readonly event: 'notice'; readonly code: string; readonly text: string }
  /** The last one. */
  | { readonly event: 'end'; readonly result: TraceResult };

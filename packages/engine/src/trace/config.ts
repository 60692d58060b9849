import type { Address, AddressFamily } from '@hoplite/codec';
import type { TraceSecrets } from '../methods/method.js';
import type { OptionsInEffect } from '../result.js';
import type { ResolvedOptions } from '../trace-options.js';
import type { Timestamps } from '../transport.js';
import type { Flows } from './flows.js';

/** What a tracer is told before it begins. */
export interface TraceConfig {
  /** The trace's id among all of its engine. */
  readonly id: number;
  readonly target: string;
  readonly address: Address;
  readonly source: Address;
  readonly family: AddressFamily;
  readonly options: ResolvedOptions;
  readonly secrets: TraceSecrets;
  readonly flows: Flows;
  readonly transport: string;
  readonly timestamps: Timestamps;
  /** Unix nanoseconds of instant zero. */
  readonly origin: bigint;
}

/** The options as a result shows them: the source port that was found, bytes as hexadecimal, nothing that has no part in it. */
export function optionsInEffect({ options, secrets, source }: TraceConfig): OptionsInEffect {
  const { method, payload, sourcePort: _, ...others } = options;
  const hex = payload === null ? null : Array.from(payload, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const shown = { method: method.name, ...others, source, payload: hex };
  return method.protocol === 'icmp' ? shown : { ...shown, sourcePort: secrets.sourcePort };
}

import type { AddressFamily } from '@hoplite/codec';
import type { Capabilities } from '@hoplite/engine';
import type { Carrier, Environment } from './carrier.js';

/** What a transport will be: decided once, by what this process may do. */
export interface Plan {
  readonly mode: 'raw' | 'unprivileged';
  readonly families: readonly AddressFamily[];
  readonly capabilities: Capabilities;
  /** The only interface to use, and its index; null and 0 for what the routes say. */
  readonly interface: string | null;
  readonly scope: number;
  readonly ownStampNumbers: boolean;
  readonly createCarrier: (environment: Environment) => Carrier;
}

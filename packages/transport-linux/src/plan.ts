import type { AddressFamily } from '@hoplite/codec';
import type { Capabilities } from '@hoplite/engine';
import type { Carrier, Environment } from './carrier.js';
import type { Device } from './interfaces.js';

/** What a transport will be: decided once, by what this process may do. */
export interface Plan {
  readonly mode: 'raw' | 'unprivileged';
  readonly families: readonly AddressFamily[];
  readonly capabilities: Capabilities;
  /** The only interface to use; null for what the routes, or probes, say. */
  readonly device: Device | null;
  readonly ownStampNumbers: boolean;
  readonly createCarrier: (environment: Environment) => Carrier;
}

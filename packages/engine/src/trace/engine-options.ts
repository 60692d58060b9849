import { nanoseconds } from '../instant.js';
import { isSeed, type Seed } from '../random.js';
import { refuse } from '../refuse.js';
import type { Capabilities } from '../transport.js';
import type { CoreOptions } from './core.js';

/** What an engine may be told. */
export interface EngineOptions {
  /**
   * From which all that is chosen at random is drawn; the same seed makes the same choices. A whole number to repeat a run.
   * On a real network 128 bits, as 32 hexadecimal digits, of the system's own randomness and new for every engine: who can
   * guess the seed can forge replies.
   */
  readonly seed: Seed;
  /** Probes a second of all its traces, above 0; above 1e9, one a nanosecond, as many as there are. Default 1000. */
  readonly rate?: number;
  /** Probes in flight of all its traces, from 1 on; never more than the transport has room for. Default 1000. */
  readonly maxInFlight?: number;
  /** Probes in flight to one destination, of all traces to it together, from 1 on. Default 16. */
  readonly perDestination?: number;
  /**
   * How many milliseconds the probes of an ended trace are remembered, so that what answers them late is nobody else's; 0 for
   * not at all. Default 10000.
   */
  readonly linger?: number;
}

const DEFAULTS = { rate: 1000, maxInFlight: 1000, perDestination: 16, linger: 10_000 } as const;

/**
 * The options in effect. Throws `RangeError` naming the option and its range, and `TypeError` for an option that there is
 * none of, and where there are none at all.
 */
export function resolveEngineOptions(options: EngineOptions, { inFlight }: Capabilities): CoreOptions {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('an engine wants options: { seed } at least');
  for (const name of Object.keys(options)) {
    if (name !== 'seed' && !Object.hasOwn(DEFAULTS, name)) throw new TypeError(`there is no option ${name}`);
  }
  const { seed, rate = DEFAULTS.rate, linger = DEFAULTS.linger } = options;
  const { maxInFlight = DEFAULTS.maxInFlight, perDestination = DEFAULTS.perDestination } = options;
  if (!isSeed(seed)) refuse('seed', seed, 'a whole number or 32 hexadecimal digits');
  if (!(Number.isFinite(rate) && rate > 0)) refuse('rate', rate, 'a finite number above 0');
  if (!(Number.isFinite(linger) && linger >= 0)) refuse('linger', linger, 'a finite number from 0 on');
  for (const [name, value] of Object.entries({ maxInFlight, perDestination })) {
    if (!Number.isInteger(value) || value < 1) refuse(name, value, 'a whole number from 1 on');
  }
  return { rate, maxInFlight: Math.min(maxInFlight, inFlight), perDestination, linger: nanoseconds(linger) };
}

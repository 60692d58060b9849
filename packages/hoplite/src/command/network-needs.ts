import type { TraceOptions } from '@hoplite/engine';
import type { LiveNeeds } from '../live/open-live.js';
import { needsOf } from '../traceroute.js';
import { familyOf, type TraceFlags } from './trace-flags.js';

/** What traces will ask of the live network, by that interface where there is one. */
export function networkNeeds(device: string | undefined, flags: TraceFlags, traced: TraceOptions): LiveNeeds {
  const by = device === undefined ? {} : { interface: device };
  return { ...by, ...needsOf({ ...traced, family: familyOf(flags) }) };
}

import { addressKind } from '../addresses/address-kind.js';
import type { Adds } from '../told.js';
import type { OriginLookup } from './open-origins.js';

/** Adds to an answer whose the address is, and what it is for where it is no ordinary one. */
export function originsOf(lookup: OriginLookup): Adds {
  return (probe) => ({ ...probe, origin: lookup(probe.address), addressKind: addressKind(probe.address) });
}

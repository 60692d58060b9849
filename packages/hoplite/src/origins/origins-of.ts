import type { Address } from '@hoplite/codec';
import type { AnsweredProbe } from '@hoplite/engine';
import { addressKind } from '../addresses/address-kind.js';
import type { Adds } from '../told.js';
import type { OriginLookup } from './open-origins.js';

/** Adds to an answer whose the address is, and what it is for where it is no ordinary one. */
export function originsOf(lookup: OriginLookup): Adds {
  return (probe) => ({ ...probe, ...originOf(probe.address, lookup) });
}

export function originOf(
  address: Address,
  lookup: OriginLookup,
): Required<Pick<AnsweredProbe, 'origin' | 'addressKind'>> {
  return { origin: lookup(address), addressKind: addressKind(address) };
}

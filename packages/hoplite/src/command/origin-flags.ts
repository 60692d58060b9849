import { delimiter } from 'node:path';
import type { OriginLookup } from '../origins/open-origins.js';
import { UsageError } from '../usage-error.js';

export interface OriginFlags {
  readonly asLookups?: boolean;
  readonly mmdb?: readonly string[];
}

/** Null where nobody asks. Throws `InputError` for a file that does not serve, `UsageError` where there is none. */
export async function originLookup({
  asLookups,
  mmdb = filesOfEnvironment(),
}: OriginFlags): Promise<OriginLookup | null> {
  if (!asLookups) return null;
  if (mmdb.length === 0) throw new UsageError(NO_FILE);
  const { openOrigins } = await import('../origins/open-origins.js');
  return openOrigins(mmdb);
}

/** Several are separated as in PATH. */
function filesOfEnvironment(): readonly string[] {
  return (process.env.HOPLITE_MMDB ?? '').split(delimiter).filter((file) => file !== '');
}

const NO_FILE =
  '-A looks in a local file: name one in the format of MaxMind DB, such as GeoLite2-ASN.mmdb, ' +
  'with --mmdb FILE or in HOPLITE_MMDB';

import type { Address } from '@hoplite/codec';
import type { Origin } from '@hoplite/engine';
import { openMmdb } from './mmdb.js';
import { originIn } from './origin-in.js';

/** Whose an address is; null where no file knows it. Throws `InputError` where a file turns out to be damaged. */
export type OriginLookup = (address: Address) => Origin | null;

/**
 * Opens local files in the format of MaxMind DB, of AS numbers, of countries, or of both; of what several know the first
 * has the word. Throws `InputError`, naming the file, for one that is none, is cut, or knows neither.
 */
export async function openOrigins(files: readonly string[]): Promise<OriginLookup> {
  if (!Array.isArray(files)) throw new TypeError(`files is ${JSON.stringify(files)}, must be an array of paths`);
  const databases = await Promise.all(files.map(openMmdb));
  return (address) => {
    const found = databases.map((database) => originIn(database.get(address))).filter((origin) => origin !== null);
    return found.length === 0 ? null : found.reduceRight(completed);
  };
}

function completed(other: Origin, first: Origin): Origin {
  return {
    asn: first.asn ?? other.asn,
    name: first.name ?? other.name,
    country: first.country ?? other.country,
  };
}

import { lookup } from 'node:dns/promises';
import type { Address } from '@hoplite/codec';
import type { Transport } from '@hoplite/engine';
import { reverseLookup } from './names.js';
import { within } from './within.js';

/** Where names come from: the system, or a transport that brings its own. */
export interface NameService {
  /** The addresses of a host name, the best first; none where there is no such name, null where no answer came. */
  lookup(name: string): readonly Address[] | Promise<readonly Address[] | null>;
  /** The name of an address, null where there is none. It is as others chose it: not to be trusted. */
  reverse(address: Address): string | null | Promise<string | null>;
}

/** How long the system may take for one name; its own limit is a minute and more where no server answers. */
const TIME_LIMIT_MS = 10_000;

/** Names as the system knows them: /etc/hosts counts for host names, DNS alone for addresses. */
export function systemNames(signal?: AbortSignal): NameService {
  return {
    lookup: (name) => within(TIME_LIMIT_MS, systemLookup(name), signal),
    reverse: reverseLookup(signal === undefined ? {} : { signal }),
  };
}

/** The names that a transport brings, as a simulated network does; null where it brings none. */
export function ownNames(transport: Transport | (Transport & NameService)): NameService | null {
  return 'lookup' in transport && 'reverse' in transport ? transport : null;
}

async function systemLookup(name: string): Promise<readonly Address[] | null> {
  try {
    const found = await lookup(name, { all: true });
    return found.map(({ address }) => address);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.code === 'ENOTFOUND' ? [] : null;
    throw error;
  }
}

import { Resolver } from 'node:dns/promises';
import type { Address } from '@hoplite/codec';
import { Memory } from './memory.js';
import type { Adds } from './told.js';
import { turns } from './turns.js';
import { within } from './within.js';

/** The name of an address, null where there is none or none came in time. Never throws. */
export type ReverseLookup = (address: Address) => Promise<string | null>;

export interface ReverseLookupOptions {
  /** Who is asked; the system's DNS servers if left out. */
  readonly resolver?: { reverse(address: string): Promise<readonly string[]>; cancel?(): void };
  /** Milliseconds for one address. Default 3000. */
  readonly timeLimit?: number;
  /** Questions at the same time. Default 16. */
  readonly concurrency?: number;
  /** Addresses that are remembered, those that were asked for last. Default 10,000. */
  readonly capacity?: number;
  /** Milliseconds for which a name is remembered, and that there is none. Default an hour, and a minute. */
  readonly remember?: number;
  readonly rememberNone?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** When it is aborted, what was not answered by then has no name. */
  readonly signal?: AbortSignal;
}

/**
 * Looks addresses up by an own resolver, so that a slow server holds up nobody else's lookups; asks for each address
 * once, and again when what it remembers is old. What comes back is as the DNS has it: not to be trusted.
 */
export function reverseLookup(options: ReverseLookupOptions = {}): ReverseLookup {
  const { timeLimit = 3000, concurrency = 16, capacity = 10_000, signal } = options;
  const { remember = 3_600_000, rememberNone = 60_000, now = () => performance.now() } = options;
  const { resolver = new Resolver({ timeout: 1000, tries: 2 }) } = options;
  const known = new Memory<Address, Promise<string | null>>(capacity, now);
  const turn = turns(concurrency);
  signal?.addEventListener('abort', () => resolver.cancel?.(), { once: true });

  return (address) => {
    const answer = known.get(address);
    if (answer !== undefined) return answer;
    const asked = turn(() => ask(address));
    known.set(address, asked, Infinity);
    void asked.then((name) => known.set(address, asked, name === null ? rememberNone : remember));
    return asked;
  };

  async function ask(address: Address): Promise<string | null> {
    if (signal?.aborted) return null;
    return within(
      timeLimit,
      resolver.reverse(address).then(first, () => null),
      signal,
    );
  }
}

/** Adds to an answer the name of who sent it, as far as `lookup` finds one. */
export function namesOf(lookup: ReverseLookup): Adds {
  return async (probe) => ({ ...probe, name: await lookup(probe.address) });
}

function first(names: readonly string[]): string | null {
  return names[0] ?? null;
}

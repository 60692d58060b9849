import { Resolver } from 'node:dns/promises';
import type { Address } from '@hoplite/codec';
import type { Hop, TraceResult } from '@hoplite/engine';
import { within } from './within.js';

/** The name of an address, null where there is none or none came in time. Never throws. */
export type ReverseLookup = (address: Address) => Promise<string | null>;

export interface ReverseLookupOptions {
  /** Who is asked; the system's DNS servers if left out. */
  readonly resolver?: { reverse(address: string): Promise<readonly string[]>; cancel?(): void };
  /** Milliseconds for one address. */
  readonly timeLimit?: number;
  /** Questions at the same time. */
  readonly concurrency?: number;
  /** When it is aborted, what was not answered by then has no name. */
  readonly signal?: AbortSignal;
}

/**
 * Looks addresses up by an own resolver, so that a slow server holds up nobody else's lookups; asks for each address
 * once. What comes back is as the DNS has it: not to be trusted.
 */
export function reverseLookup(options: ReverseLookupOptions = {}): ReverseLookup {
  const { timeLimit = 3000, concurrency = 16, signal } = options;
  const { resolver = new Resolver({ timeout: 1000, tries: 2 }) } = options;
  const known = new Map<Address, Promise<string | null>>();
  const turn = turns(concurrency);
  signal?.addEventListener('abort', () => resolver.cancel?.(), { once: true });

  return (address) => {
    const answer = known.get(address) ?? turn(() => ask(address));
    known.set(address, answer);
    return answer;
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

/** The result with the name of every address that answered, as far as `lookup` finds one. */
export async function withNames(result: TraceResult, lookup: ReverseLookup): Promise<TraceResult> {
  return { ...result, hops: await Promise.all(result.hops.map((hop) => hopWithNames(hop, lookup))) };
}

/** The same of one hop. */
export async function hopWithNames(hop: Hop, lookup: ReverseLookup): Promise<Hop> {
  const named = hop.probes.map(async (probe) =>
    'address' in probe ? { ...probe, name: await lookup(probe.address) } : probe,
  );
  return { ...hop, probes: await Promise.all(named) };
}

function first(names: readonly string[]): string | null {
  return names[0] ?? null;
}

/** Runs tasks in the order in which they came, at most `most` at the same time. */
function turns(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resume) => waiting.push(resume));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

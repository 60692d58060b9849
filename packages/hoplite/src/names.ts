import { Resolver } from 'node:dns/promises';
import type { Address } from '@hoplite/codec';
import type { TraceResult } from '@hoplite/engine';

/** The name of an address, null where there is none or none came in time. Never throws. */
export type ReverseLookup = (address: Address) => Promise<string | null>;

export interface ReverseLookupOptions {
  /** Who is asked; the system's DNS servers if left out. */
  readonly resolver?: { reverse(address: string): Promise<readonly string[]> };
  /** Milliseconds for one address. */
  readonly timeLimit?: number;
  /** Questions at the same time. */
  readonly concurrency?: number;
}

/**
 * Looks addresses up by an own resolver, so that a slow server holds up nobody else's lookups; asks for each address
 * once. What comes back is as the DNS has it: not to be trusted.
 */
export function reverseLookup(options: ReverseLookupOptions = {}): ReverseLookup {
  const { timeLimit = 3000, concurrency = 16, resolver = new Resolver({ timeout: 1000, tries: 2 }) } = options;
  const known = new Map<Address, Promise<string | null>>();
  const turn = turns(concurrency);

  return (address) => {
    const answer =
      known.get(address) ??
      turn(() =>
        within(
          timeLimit,
          resolver.reverse(address).then(first, () => null),
        ),
      );
    known.set(address, answer);
    return answer;
  };
}

/** The result with the name of every address that answered, as far as `lookup` finds one. */
export async function withNames(result: TraceResult, lookup: ReverseLookup): Promise<TraceResult> {
  const hops = await Promise.all(
    result.hops.map(async (hop) => ({
      ...hop,
      probes: await Promise.all(
        hop.probes.map(async (probe) => ('address' in probe ? { ...probe, name: await lookup(probe.address) } : probe)),
      ),
    })),
  );
  return { ...result, hops };
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

function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, milliseconds, null);
  });
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
}

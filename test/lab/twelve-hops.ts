import type { TraceResult } from '@hoplite/engine';
import type { Network } from './network.js';

/**
 * What in a trace over the network `chain` is not as it should be: each probe answered once, by the router that is there,
 * none at the TTLs of `silent`, and at last by the target. `3.2 r4 to-r3` is who answered in place of r3.
 */
export function wrongHops(network: Network, result: TraceResult, silent: readonly number[] = []): readonly string[] {
  const { method, outcome, hops } = result;
  const end = outcome === 'reached' && hops.length === LENGTH ? [] : [`${method} ${outcome} at ${hops.length}`];
  const probes = hops.flatMap(({ ttl, probes }) => probes.map((probe) => ({ ttl, probe })));
  const wrong = probes.flatMap(({ ttl, probe }) => {
    const expected = silent.includes(ttl) ? 'timeout' : placeAt(ttl);
    const answered = 'address' in probe ? (network.placeOf(probe.address) ?? probe.address) : probe.status;
    const again = 'duplicates' in probe && probe.duplicates > 0 ? [`answered ${1 + probe.duplicates} times`] : [];
    const found = [answered, ...again].join(' ');
    return found === expected ? [] : [`${method} ${ttl}.${probe.attempt} ${found}`];
  });
  return [...end, ...wrong];
}

const LENGTH = 12;

/** The router or target, and its interface, that a probe with that TTL comes to: also one that would go further. */
export function placeAt(ttl: number): string {
  const hop = Math.min(ttl, LENGTH);
  const node = hop === LENGTH ? 'target' : `r${hop}`;
  return `${node} to-${hop === 1 ? 'sender' : `r${hop - 1}`}`;
}

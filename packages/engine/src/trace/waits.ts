import type { Instant } from '../instant.js';
import { nanoseconds } from '../instant.js';
import type { ResolvedOptions } from '../trace-options.js';
import type { LiveHop } from './hops.js';

const MILLISECOND = 1_000_000;

/**
 * How long the probes of the hop at `index` are waited for, in nanoseconds: as traceroute(8), a few times the round trip of the hop's
 * first answer, else several times that of the nearest later hop that answered, and never longer than `wait`.
 */
export function waitOf(hops: readonly LiveHop[], index: number, options: ResolvedOptions): Instant {
  const most = nanoseconds(options.wait);
  const own = hops[index]?.firstRtt ?? null;
  if (own !== null) return shortened(most, own, options.waitHere);
  for (let later = index + 1; later < hops.length; later++) {
    const near = hops[later]?.firstRtt ?? null;
    if (near !== null) return shortened(most, near, options.waitNear);
  }
  return most;
}

function shortened(most: Instant, rtt: Instant, factor: number): Instant {
  return factor === 0 ? most : Math.min(most, Math.round((Math.max(rtt, 0) + MILLISECOND) * factor));
}

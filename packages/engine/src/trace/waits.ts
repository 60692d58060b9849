import type { Instant } from '../instant.js';
import { nanoseconds } from '../instant.js';
import type { ResolvedOptions } from '../trace-options.js';
import type { LiveHop } from './hops.js';

const MILLISECOND = 1_000_000;

/**
 * How long the probes of a hop are waited for, in nanoseconds: as traceroute(8), a few times the round trip of the hop's
 * first answer, else several times that of the nearest later hop that answered, and never longer than `wait`.
 */
export function waitOf(hop: LiveHop, later: readonly LiveHop[], options: ResolvedOptions): Instant {
  const most = nanoseconds(options.wait);
  if (hop.firstRtt !== null) return shortened(most, hop.firstRtt, options.waitHere);
  const near = later.find(({ firstRtt }) => firstRtt !== null)?.firstRtt ?? null;
  return near === null ? most : shortened(most, near, options.waitNear);
}

function shortened(most: Instant, rtt: Instant, factor: number): Instant {
  return factor === 0 ? most : Math.min(most, Math.round((Math.max(rtt, 0) + MILLISECOND) * factor));
}

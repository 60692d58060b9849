import { Heap } from '../heap.js';
import type { Instant } from '../instant.js';
import { nanoseconds } from '../instant.js';
import type { ResolvedOptions } from '../trace-options.js';
import type { LiveHop } from './hops.js';
import type { LiveProbe } from './live-probe.js';

const MILLISECOND = 1_000_000;

/** How long each probe of a trace is waited for. */
export class Waits {
  readonly #hops: readonly LiveHop[];
  readonly #options: ResolvedOptions;
  /** Of a probe whose wait was shortened there are several: after the earliest it is waited for no more. */
  readonly #deadlines = new Heap<{ readonly at: Instant; readonly probe: LiveProbe }>((a, b) => a.at < b.at);

  constructor(hops: readonly LiveHop[], options: ResolvedOptions) {
    this.#hops = hops;
    this.#options = options;
  }

  /** Sets the deadline of a probe that is waited for. It only ever comes nearer, and never before the instant that sets it. */
  set(probe: LiveProbe, now: Instant): void {
    const deadline = Math.max(now, probe.sentAt + waitOf(this.#hops, this.#indexOf(probe), this.#options));
    if (deadline >= probe.deadline) return;
    probe.deadline = deadline;
    this.#deadlines.push({ at: deadline, probe });
  }

  /** The first answer of a hop shortens the waits there, and at the hops before it that have none of their own. */
  shorten(answered: LiveProbe, at: Instant): void {
    const index = this.#indexOf(answered);
    const hop = this.#hops[index];
    if (hop === undefined || hop.firstRtt !== null) return;
    hop.firstRtt = at - answered.sentAt;
    for (let i = index; i >= 0; i--) {
      const earlier = this.#hops[i];
      if (earlier === undefined || (i < index && earlier.firstRtt !== null)) continue;
      for (const probe of earlier.probes) if (probe.state === 'waiting') this.set(probe, at);
    }
  }

  /** The earliest deadline of all; null while nothing is waited for. */
  next(): Instant | null {
    for (let next = this.#deadlines.peek(); next !== undefined; next = this.#deadlines.peek()) {
      if (next.probe.state === 'waiting') return next.at;
      this.#deadlines.pop();
    }
    return null;
  }

  /** Takes out the probe whose wait has been over the longest by now; undefined where none is. */
  takeOverdue(now: Instant): LiveProbe | undefined {
    const at = this.next();
    return at !== null && at <= now ? this.#deadlines.pop()?.probe : undefined;
  }

  #indexOf({ ttl }: LiveProbe): number {
    return ttl - this.#options.firstTtl;
  }
}

/**
 * How long the probes of the hop at `index` are waited for, in nanoseconds: as traceroute(8), a few times the round trip of the hop's
 * first answer, else several times that of the nearest later hop that answered, and never longer than `wait`.
 */
function waitOf(hops: readonly LiveHop[], index: number, options: ResolvedOptions): Instant {
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

import type { Instant } from '../instant.js';
import type { Hop } from '../result.js';
import { isDecided, isHeardOf, type LiveProbe, resultOf } from './live-probe.js';

/** What a running trace knows of one TTL. */
export class LiveHop {
  readonly ttl: number;
  readonly probes: LiveProbe[] = [];
  /** The round trip of the first probe that was answered, in nanoseconds. */
  firstRtt: number | null = null;
  readonly #queries: number;

  constructor(ttl: number, queries: number) {
    this.ttl = ttl;
    this.#queries = queries;
  }

  /** Whether all its queries were sent and are decided. */
  get isDecided(): boolean {
    return this.probes.length === this.#queries && this.probes.every(isDecided);
  }

  get isSilent(): boolean {
    return this.probes.every(({ state }) => state === 'timeout');
  }

  get isFailed(): boolean {
    return this.probes.every(({ state }) => state === 'failed');
  }

  /** Whether anything was sent to it, or could not be. */
  get isAsked(): boolean {
    return this.probes.some(isHeardOf);
  }

  result(start: Instant): Hop {
    return { ttl: this.ttl, probes: this.probes.filter(isHeardOf).map((probe) => resultOf(probe, start)) };
  }
}

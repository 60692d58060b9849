import type { Address } from '@hoplite/codec';
import type { Hop } from './result.js';

/** A row of a hop as POE::Component::Client::Traceroute gives it: one responder and its round-trip times in a row. */
export interface HopRow {
  /** Empty where all queries of the hop went unanswered. */
  readonly address: Address;
  /** The hop's, with which its probes left. */
  readonly ttl: number;
  /** Round-trip times in milliseconds, `*` for a query without answer, or whose round trip nobody knows. */
  readonly results: readonly (number | '*')[];
}

/** One row per responder in a row of answers: a new one when the address changes, `*` where it stands. */
export function hopRows(hop: Hop): HopRow[] {
  const rows: { address: Address; ttl: number; results: (number | '*')[] }[] = [];
  for (const probe of hop.probes) {
    const answered = probe.status === 'replied' || probe.status === 'late';
    const address = answered ? probe.address : '';
    const last = rows.at(-1);
    const result = answered && probe.rtt !== null ? probe.rtt : '*';
    if (last !== undefined && (address === '' || last.address === '' || last.address === address)) {
      last.results.push(result);
      if (last.address === '') last.address = address;
    } else rows.push({ address, ttl: hop.ttl, results: [result] });
  }
  return rows;
}

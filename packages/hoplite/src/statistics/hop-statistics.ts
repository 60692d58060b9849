import type { Address, MplsLabelStackEntry } from '@hoplite/codec';
import type { HopTally, TimeTally } from './hop-tally.js';

/** The figures of one hop. Times are milliseconds, shares percent. */
export interface HopStatistics {
  /** With which its probes left. */
  readonly ttl: number;
  /** Probes that left, those in flight at the end among them: mtr's `Snt`. */
  readonly sent: number;
  /** Probes that were answered in time. */
  readonly received: number;
  /** Probes that were answered after their wait was over: they count as unanswered. */
  readonly late: number;
  /** Probes that could not be sent: they are not among those sent. */
  readonly failed: number;
  /** Further answers to the same probes. */
  readonly duplicates: number;
  /**
   * Share of the probes without an answer in time, of those of which it is known: mtr's `Loss%`. Not what the path loses:
   * a router may answer only so often. Null where nothing is known yet.
   */
  readonly unanswered: number | null;
  /** Null where no answer in time has a round trip. */
  readonly rtt: RttStatistics | null;
  /** Who answered last; null for nobody. */
  readonly latest: Address | null;
  /** Who answered, most often first. */
  readonly addresses: readonly AddressStatistics[];
  /** The last round trips, the oldest first; null for a probe without an answer in time. */
  readonly history: readonly (number | null)[];
}

/** Round-trip times of the answers in time, in milliseconds. */
export interface RttStatistics {
  /** Of the answer that was counted last: mtr's `Last`. */
  readonly last: number;
  /** The least: mtr's `Best`. */
  readonly best: number;
  /** The greatest: mtr's `Wrst`. */
  readonly worst: number;
  /** The arithmetic mean: mtr's `Avg`. */
  readonly average: number;
  /** The standard deviation of the sample (divided by the number less one), as mtr's `StDev`; 0 for one answer. */
  readonly deviation: number;
  /** How steady they are. */
  readonly jitter: JitterStatistics;
}

/** How much the round trip differs from the one before it, in milliseconds: mtr's columns J, M, X and I. */
export interface JitterStatistics {
  /** Between the last answer and the one before it; 0 for one answer. */
  readonly last: number;
  /** Over all answers; that of the first is 0, as in mtr. */
  readonly average: number;
  /** The greatest. */
  readonly worst: number;
  /** Smoothed as RFC 3550, section 6.4.1 has it. mtr prints 16 times this: the RFC's scaled integer as it stands. */
  readonly interarrival: number;
}

/** What one address answered at a hop. */
export interface AddressStatistics {
  /** Whose answers they are. */
  readonly address: Address;
  /** The address's name as it was last looked up: as others chose it, not to be trusted. Null where none was found. */
  readonly name: string | null;
  /** Its answers, late ones among them. */
  readonly received: number;
  /** Percent of all answers of the hop's addresses. */
  readonly share: number;
  /** The labels that its last answer brought. */
  readonly mpls: readonly MplsLabelStackEntry[];
}

/** Reads the figures off a tally. */
export function statisticsOf(tally: HopTally): HopStatistics {
  const { ttl, sent, received, late, failed, duplicates, history } = tally;
  const known = sent - tally.pending;
  return {
    ttl,
    sent,
    received,
    late,
    failed,
    duplicates,
    unanswered: known === 0 ? null : (100 * (known - received)) / known,
    rtt: tally.times.count === 0 ? null : rttOf(tally.times),
    latest: tally.addresses[0]?.address ?? null,
    addresses: addressesOf(tally),
    history,
  };
}

function rttOf({ count, last, best, worst, mean, squares, ...jitter }: TimeTally): RttStatistics {
  return {
    last,
    best,
    worst,
    average: mean,
    deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0,
    jitter: {
      last: jitter.jitter,
      average: jitter.jitterMean,
      worst: jitter.jitterWorst,
      interarrival: jitter.interarrival,
    },
  };
}

function addressesOf({ addresses }: HopTally): readonly AddressStatistics[] {
  const answers = addresses.reduce((sum, { received }) => sum + received, 0);
  return addresses
    .map((each) => ({ ...each, share: (100 * each.received) / answers }))
    .sort((a, b) => b.received - a.received);
}

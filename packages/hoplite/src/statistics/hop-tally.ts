import type { Address, MplsLabelStackEntry } from '@hoplite/codec';
import type { AnsweredProbe, ProbeResult } from '@hoplite/engine';

/**
 * What has been counted at one TTL, over any number of probes in memory that does not grow: plain data, from which
 * `statisticsOf` reads the figures. Times are milliseconds.
 */
export interface HopTally {
  /** With which its probes left. */
  readonly ttl: number;
  /** Probes that left, those in flight among them. */
  readonly sent: number;
  /** Probes that were in flight when their trace ended: nobody knows what became of them. */
  readonly pending: number;
  /** Probes that could not be sent. */
  readonly failed: number;
  /** Answers in time. */
  readonly received: number;
  /** Answers after the probe's wait was over. */
  readonly late: number;
  /** Further answers to the same probe. */
  readonly duplicates: number;
  /** What is known of the round trips of the answers in time. */
  readonly times: TimeTally;
  /** Who answered, the last one first: the bounds say how many. */
  readonly addresses: readonly AddressTally[];
  /** The last round trips, the oldest first; null for a probe without an answer in time. */
  readonly history: readonly (number | null)[];
}

/** Of the answers in time whose round trip is known, in milliseconds. */
export interface TimeTally {
  /** How many there are. While there are none the rest says nothing. */
  readonly count: number;
  /** The last one. */
  readonly last: number;
  /** The least; `Infinity` before the first. */
  readonly best: number;
  /** The greatest; `-Infinity` before the first. */
  readonly worst: number;
  /** The arithmetic mean. */
  readonly mean: number;
  /** The sum of the squared differences from the mean, kept by Welford's method. */
  readonly squares: number;
  /** The difference between the last round trip and the one before it, without sign; 0 for the first. */
  readonly jitter: number;
  /** The arithmetic mean of all jitters, the 0 of the first among them. */
  readonly jitterMean: number;
  /** The greatest jitter. */
  readonly jitterWorst: number;
  /** The jitter smoothed: J + (|D| - J) / 16, where D is the difference and J what it was before (RFC 3550, section 6.4.1). */
  readonly interarrival: number;
}

/** One of the addresses that answered at a TTL. */
export interface AddressTally {
  /** Whose answers they are. */
  readonly address: Address;
  /** As the last answer with a name had it; null where none had. */
  readonly name: string | null;
  /** Its answers, late ones among them. */
  readonly received: number;
  /** The labels that its last answer brought. */
  readonly mpls: readonly MplsLabelStackEntry[];
}

/** What a tally keeps at the most. */
export interface TallyBounds {
  /** How many round trips of a hop. */
  readonly history: number;
  /** How many addresses of a hop; of more, that which answered longest ago is forgotten. */
  readonly addresses: number;
}

export const TALLY_BOUNDS: TallyBounds = { history: 100, addresses: 16 };

/** The tally of a hop of which no probe is known yet. */
export function emptyTally(ttl: number): HopTally {
  return {
    ttl,
    sent: 0,
    pending: 0,
    failed: 0,
    received: 0,
    late: 0,
    duplicates: 0,
    times: NO_TIMES,
    addresses: [],
    history: [],
  };
}

/** The tally with one more probe of its hop. */
export function tallied(tally: HopTally, probe: ProbeResult, bounds: TallyBounds = TALLY_BOUNDS): HopTally {
  switch (probe.status) {
    case 'failed':
      return { ...tally, failed: tally.failed + 1 };
    case 'pending':
      return { ...tally, sent: tally.sent + 1, pending: tally.pending + 1 };
    case 'timeout':
      return { ...tally, sent: tally.sent + 1, history: appended(tally.history, null, bounds) };
    case 'late':
      return {
        ...answered(tally, probe, bounds),
        late: tally.late + 1,
        history: appended(tally.history, null, bounds),
      };
    case 'replied':
      return inTime(answered(tally, probe, bounds), probe.rtt, bounds);
  }
}

/** What an answer tells besides its time: a late one shows as well who is there. */
function answered(tally: HopTally, probe: AnsweredProbe, bounds: TallyBounds): HopTally {
  const addresses = withAnswer(tally.addresses, probe).slice(0, bounds.addresses);
  return { ...tally, sent: tally.sent + 1, duplicates: tally.duplicates + probe.duplicates, addresses };
}

/** `rtt` is null where the clock was stepped on the way: an answer without a time. */
function inTime(tally: HopTally, rtt: number | null, bounds: TallyBounds): HopTally {
  const received = tally.received + 1;
  if (rtt === null) return { ...tally, received };
  return { ...tally, received, times: timed(tally.times, rtt), history: appended(tally.history, rtt, bounds) };
}

function withAnswer(known: readonly AddressTally[], { address, name, mpls }: AnsweredProbe): readonly AddressTally[] {
  const before = known.find((each) => each.address === address);
  const now = { address, name: name ?? before?.name ?? null, received: (before?.received ?? 0) + 1, mpls };
  return [now, ...known.filter((each) => each !== before)];
}

const NO_TIMES: TimeTally = {
  count: 0,
  last: 0,
  best: Number.POSITIVE_INFINITY,
  worst: Number.NEGATIVE_INFINITY,
  mean: 0,
  squares: 0,
  jitter: 0,
  jitterMean: 0,
  jitterWorst: 0,
  interarrival: 0,
};

/** As mtr 0.95 (net.c), for which the jitter of the first answer is 0 and counts in the average. */
function timed(times: TimeTally, rtt: number): TimeTally {
  const count = times.count + 1;
  const mean = times.mean + (rtt - times.mean) / count;
  const jitter = times.count === 0 ? 0 : Math.abs(rtt - times.last);
  return {
    count,
    last: rtt,
    best: Math.min(times.best, rtt),
    worst: Math.max(times.worst, rtt),
    mean,
    squares: times.squares + (rtt - times.mean) * (rtt - mean),
    jitter,
    jitterMean: times.jitterMean + (jitter - times.jitterMean) / count,
    jitterWorst: Math.max(times.jitterWorst, jitter),
    interarrival: times.interarrival + (jitter - times.interarrival) / 16,
  };
}

function appended(
  history: readonly (number | null)[],
  sample: number | null,
  { history: most }: TallyBounds,
): readonly (number | null)[] {
  return most === 0 ? [] : [...history, sample].slice(-most);
}

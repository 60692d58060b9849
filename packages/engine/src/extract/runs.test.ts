import { describe, expect, test } from 'vitest';
import type { Header } from '../header.js';
import { divideIntoRuns } from './runs.js';
import type { ProbeSighting } from './sighting.js';

interface Seen {
  /** Milliseconds. */
  readonly at: number;
  readonly ttl: number;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly identification?: number;
  readonly checksum?: number | null;
  readonly protocol?: Header['protocol'];
  readonly link?: string;
  readonly size?: number;
  readonly acknowledges?: boolean;
}

function probe(seen: Seen, index = 0): ProbeSighting {
  const { at, ttl, link = 'a', size = 60, acknowledges = false, protocol = 'udp' } = seen;
  const { sourcePort = 40000, destinationPort = 33434, identification = 0, checksum = 1 } = seen;
  const addresses = { family: 4, source: '10.0.0.1', destination: '192.0.2.9' } as const;
  const ports = protocol === 'icmp' ? { sourcePort: null, destinationPort: null } : { sourcePort, destinationPort };
  const rest = {
    typeOfService: 0,
    flowLabel: null,
    length: size,
    identifier: null,
    sequenceNumber: null,
    payload: null,
  };
  const header = { ...addresses, protocol, ttl, ...ports, identification, checksum, ...rest };
  return { number: index, at: at * 1e6, link, header, size, segmentSize: size - 20, acknowledges };
}

/** The runs, each as the instants of its probes. */
function runs(seen: readonly Seen[]): number[][] {
  return divideIntoRuns(seen.map(probe)).map((run) => run.map(({ at }) => at / 1e6));
}

/** A probe to each TTL, one a millisecond from `start` on, alike but for what `each` says. */
function tool(ttls: readonly number[], start: number, each: (index: number) => Partial<Seen> = () => ({})): Seen[] {
  return ttls.map((ttl, index) => ({
    at: start + index,
    ttl,
    identification: 100 + start + index,
    checksum: 1 + index,
    ...each(index),
  }));
}

const from = (start: number, count: number) => Array.from({ length: count }, (_, i) => start + i);

describe('of packets seen twice', () => {
  const ofFour = tool([1, 2, 3, 4], 0, () => ({ identification: 0 }));
  const second = { at: 1.5, ttl: 2, identification: 0, checksum: 2 };
  const named = tool([1, 2, 3, 4], 0);
  const namedSecond = { ...second, identification: 101 };
  const count = (seen: readonly Seen[]) => runs(seen.toSorted((a, b) => a.at - b.at)).map(({ length }) => length);

  test.each<[string, Seen[], Seen]>([
    ['on another link', ofFour, { ...second, link: 'b' }],
    ['on another link, forwarded', ofFour, { ...second, link: 'b', ttl: 1 }],
    ['on another link, the farther view first', named, { ...namedSecond, link: 'b', ttl: 3 }],
    ['forwarded on the same link, by its identification', named, { ...namedSecond, ttl: 1 }],
    ['on another link up to a second later', ofFour, { ...second, link: 'b', at: 1001 }],
    ['on another link, its checksum not yet known', ofFour, { ...second, link: 'b', checksum: null }],
  ])('one counts: %s', (_, seen, copy) => {
    expect(count([...seen, copy])).toEqual([4]);
  });

  test('one counts, where the first view did not know the checksum', () => {
    const first = ofFour.map((seen) => (seen.ttl === 2 ? { ...seen, checksum: null } : seen));
    expect(count([...first, { ...second, link: 'b' }])).toEqual([4]);
  });

  test.each<[string, Seen[], Seen]>([
    ['the same again on the same link', ofFour, second],
    ['nearer on the same link', named, { ...namedSecond, ttl: 3 }],
    ['nearer on another link, where no identification speaks for it', ofFour, { ...second, link: 'b', ttl: 3 }],
    ['more than a second later', ofFour, { ...second, link: 'b', at: 1001.001 }],
    ['with another checksum', ofFour, { ...second, link: 'b', checksum: 9 }],
    ['with another length', ofFour, { ...second, link: 'b', size: 61 }],
    ['with another identification', named, { ...namedSecond, link: 'b', identification: 7 }],
  ])('both count: %s', (_, seen, other) => {
    expect(count([...seen, other])).toEqual([5]);
  });

  test('the third view is one too', () => {
    expect(count([...ofFour, { ...second, link: 'b' }, { ...second, at: 1.6, link: 'c' }])).toEqual([4]);
  });
});

describe('ordinary packets', () => {
  test('are those behind a gap in the TTLs, past the TTLs that traceroutes begin with', () => {
    expect(runs(tool([1, 2, 3, 64], 0))).toEqual([[0, 1, 2]]);
    expect(runs(tool([29, 30, 31, 35], 0))).toEqual([[0, 1, 2, 3]]);
    expect(runs(tool([29, 30, 31, 36], 0))).toEqual([[0, 1, 2]]);
    expect(runs(tool([1, 2, 3, 33], 0))).toEqual([[0, 1, 2]]);
  });

  test('are not those behind a gap where hosts send none', () => {
    expect(runs(tool([1, 2, 32], 0))).toEqual([[0, 1, 2]]);
  });

  test('are all, where none is low', () => {
    expect(runs(tool([33, 34, 35], 0))).toEqual([]);
    expect(runs(tool([32, 33, 34], 0))).toEqual([[0, 1, 2]]);
    expect(runs([])).toEqual([]);
  });
});

test('a run rises through two TTLs at least', () => {
  expect(runs(tool([1, 1, 1], 0))).toEqual([]);
  expect(runs(tool([1, 1, 2], 0))).toEqual([[0, 1, 2]]);
});

test('a run is in the order of its instants, and of its packets where those are the same', () => {
  expect(runs(tool([1, 2, 3], 0).toReversed())).toEqual([[0, 1, 2]]);
  const same = tool([1, 2, 3], 0).map((seen) => ({ ...seen, at: 5 }));
  const sightings = same.map(probe).toReversed();
  expect(divideIntoRuns(sightings).map((run) => run.map(({ number }) => number))).toEqual([[0, 1, 2]]);
});

describe('a pause', () => {
  test('of more than 30 s divides', () => {
    expect(runs([...tool([1, 2], 0), ...tool([3, 4], 30_001)])).toEqual([[0, 1, 30_001, 30_002]]);
    expect(runs([...tool([1, 2], 0), ...tool([3, 4], 30_002)])).toEqual([
      [0, 1],
      [30_002, 30_003],
    ]);
  });

  test('leaves of each part what is a run by itself', () => {
    expect(runs([...tool([1, 2], 0), ...tool([3], 40_000)])).toEqual([[0, 1]]);
    expect(runs([...tool([1, 2], 0), ...tool([33, 34], 40_000)])).toEqual([[0, 1]]);
  });
});

describe('tools at once to one target are told apart', () => {
  const two = (first: Partial<Seen>, second: Partial<Seen>) =>
    runs([...tool([1, 2, 3], 0, () => first), ...tool([1, 2, 3], 10, () => second)]).sort(
      (a, b) => (a[0] ?? 0) - (b[0] ?? 0),
    );
  const apart = [from(0, 3), from(10, 3)];

  test('by their source ports', () => {
    expect(two({ sourcePort: 40000 }, { sourcePort: 50000 })).toEqual(apart);
  });

  test('by whether they send SYNs or ACKs', () => {
    expect(two({ protocol: 'tcp' }, { protocol: 'tcp', acknowledges: true })).toEqual(apart);
  });

  test('not where they are ICMP: identifiers did that before', () => {
    expect(two({ protocol: 'icmp' }, { protocol: 'icmp', size: 80 })).toEqual([[...from(0, 3), ...from(10, 3)]]);
  });

  test('by their destination ports, where the source ports rise', () => {
    const rising = (start: number, destinationPort: number) =>
      tool([1, 2, 3], start, (index) => ({ sourcePort: 2000 * (1 + index) + start, destinationPort }));
    expect(runs([...rising(0, 53), ...rising(10, 80)])).toEqual(apart);
  });

  test('by their lengths, where the same port is all they share', () => {
    const long = (start: number, size: number) =>
      tool([1, 2, 3], start, (index) => ({ sourcePort: 2000 * (1 + index) + start, destinationPort: 53, size }));
    expect(runs([...long(0, 60), ...long(10, 80)])).toEqual(apart);
  });
});

describe('one tool stays whole', () => {
  test('that sends a length of its own to each TTL', () => {
    const growing = tool([1, 2, 3, 4], 0, (index) => ({
      sourcePort: 2000 * index,
      destinationPort: 53,
      size: 60 + index,
    }));
    expect(runs(growing)).toEqual([from(0, 4)]);
  });

  test('that sends another length once', () => {
    const rising = tool([1, 2, 3, 4], 0, (i) => ({
      sourcePort: 2000 * i,
      destinationPort: 53,
      size: i === 3 ? 80 : 60,
    }));
    expect(runs(rising)).toEqual([from(0, 4)]);
  });

  test('that has a source port of its own for each TTL', () => {
    const perTtl = [1, 2, 3].flatMap((ttl) =>
      tool([ttl, ttl, ttl], 10 * ttl, (i) => ({ sourcePort: 2000 * ttl, destinationPort: 33434 + 3 * ttl + i })),
    );
    expect(runs(perTtl)).toEqual([[...from(10, 3), ...from(20, 3), ...from(30, 3)]]);
  });

  test('whose destination ports come in no order', () => {
    const ports = [33434, 33500, 33467, 33440];
    const shuffled = tool([1, 2, 3, 4], 0, (i) => ({ sourcePort: 2000 * i, destinationPort: ports[i] ?? 0 }));
    expect(runs(shuffled)).toEqual([from(0, 4)]);
  });

  test('whose ports both rise, though two of its source ports are the same by chance', () => {
    const ports = [2000, 4000, 2000, 6000];
    const rising = tool([1, 2, 3, 4], 0, (i) => ({ sourcePort: ports[i] ?? 0, destinationPort: 33434 + i }));
    expect(runs(rising)).toEqual([from(0, 4)]);
  });

  test('without what goes to a port far from all others', () => {
    const rising = (gap: number) =>
      tool([1, 2, 3, 4], 0, (i) => ({ sourcePort: 2000 * i, destinationPort: 33434 + i + (i === 3 ? gap - 1 : 0) }));
    expect(runs(rising(64))).toEqual([from(0, 4)]);
    expect(runs(rising(65))).toEqual([from(0, 3)]);
  });

  test('whose queries of a hop differ by the source port while the destination port rises with the hop', () => {
    const queries = [0, 1, 2].flatMap((query) =>
      tool([1, 2, 3], 10 * query, (i) => ({ sourcePort: 40000 + 7 * query, destinationPort: 33434 + i })),
    );
    expect(runs(queries)).toEqual([[0, 1, 2, 10, 11, 12, 20, 21, 22]]);
  });

  test('that opens further flows from neighbouring source ports behind the first', () => {
    const flow = (ttls: readonly number[], start: number, sourcePort: number) =>
      tool(ttls, start, () => ({ sourcePort }));
    const further = [...flow([1, 2, 3, 4], 0, 40000), ...flow([2, 3, 4], 10, 40001), ...flow([3, 4, 5], 20, 40002)];
    expect(runs(further)).toEqual([[...from(0, 4), ...from(10, 3), ...from(20, 3)]]);
    const swapped = [...flow([1, 2, 3, 4], 0, 40000), ...flow([2, 3, 4], 10, 40002), ...flow([3, 4, 5], 20, 40001)];
    expect(runs(swapped)).toEqual([[...from(0, 4), ...from(10, 3), ...from(20, 3)]]);
    const apart = [from(0, 4), from(10, 3)];
    expect(runs([...flow([1, 2, 3, 4], 0, 40000), ...flow([2, 3, 4], 10, 40002)])).toEqual(apart);
    const elsewhere = flow([2, 3, 4], 10, 40001).map((seen) => ({ ...seen, destinationPort: 53 }));
    expect(runs([...flow([1, 2, 3, 4], 0, 40000), ...elsewhere])).toEqual(apart);
  });
});

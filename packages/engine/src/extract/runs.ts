import { least } from '../extremes.js';
import type { Instant } from '../instant.js';
import { LOW_TTL, PAUSE } from './group.js';
import type { ProbeSighting } from './sighting.js';

/**
 * Divides what one sender sent to one target in one protocol into runs: the probes of one tool, once each, without the
 * ordinary packets among them, cut where it paused. Each run is in the order of its instants and rises through two TTLs
 * at least.
 */
export function divideIntoRuns(sightings: readonly ProbeSighting[]): ProbeSighting[][] {
  const probes = withoutCopies(lowBlock(inOrder(sightings)));
  return byTool(probes)
    .flatMap(cutAtPauses)
    .map(lowBlock)
    .filter((run) => countDistinct(run, ttlOf) >= 2);
}

/** A hop or two may be missing from a capture; between a traceroute's TTLs and a host's 64 lies a wider gap. */
const WIDEST_GAP = 4;

/** The packets from the lowest TTL up to the first gap; none where even the lowest is a host's. */
function lowBlock(probes: readonly ProbeSighting[]): ProbeSighting[] {
  const ttls = [...new Set(probes.map(ttlOf))].sort((a, b) => a - b);
  const lowest = ttls[0];
  if (lowest === undefined || lowest > LOW_TTL) return [];
  let top = lowest;
  for (const ttl of ttls) {
    if (ttl - top > WIDEST_GAP && ttl > LOW_TTL) break;
    top = ttl;
  }
  return probes.filter((probe) => probe.header.ttl <= top);
}

const COPY_WITHIN: Instant = 1_000_000_000;

/** Nobody captures at more places; a flood of equal packets must not be compared each with each. */
const MOST_VIEWS = 16;

/**
 * A packet captured on its way in and out of a router, or on two interfaces, is one probe: the first sighting counts. The
 * same again on the same link is a copy only where its identification says that it is the same packet.
 */
function withoutCopies(probes: readonly ProbeSighting[]): ProbeSighting[] {
  const seen = new Map<string, ProbeSighting[]>();
  return probes.filter((probe) => {
    const key = identity(probe);
    const earlier = seen.get(key) ?? [];
    if (earlier.some((first) => isCopy(probe, first))) return false;
    seen.set(key, [...earlier.filter((first) => probe.at - first.at <= COPY_WITHIN), probe].slice(-MOST_VIEWS));
    return true;
  });
}

function isCopy(probe: ProbeSighting, of: ProbeSighting): boolean {
  if (probe.at - of.at > COPY_WITHIN || !sameWhereKnown(probe.header.checksum, of.header.checksum)) return false;
  const elsewhere = probe.link !== of.link;
  const samePacket = (probe.header.identification ?? 0) !== 0;
  return probe.header.ttl <= of.header.ttl ? elsewhere || samePacket : elsewhere && samePacket;
}

/** All that a router leaves as it is. The checksum may be unknown where the sender's hardware computes it. */
function identity({ header, size }: ProbeSighting): string {
  const { identification, sourcePort, destinationPort, identifier, sequenceNumber } = header;
  return `${identification} ${sourcePort} ${destinationPort} ${identifier} ${sequenceNumber} ${size}`;
}

function sameWhereKnown(a: number | null, b: number | null): boolean {
  return a === null || b === null || a === b;
}

/**
 * Several tools at once to one target are told apart by what each keeps fixed: the kind of TCP probe, the source port
 * (Paris, mtr, scamper, dublin), the destination port (`traceroute -U` and `-T`), the length. What none of them claims is
 * a tool that lets both ports rise.
 */
function byTool(probes: readonly ProbeSighting[]): ProbeSighting[][] {
  if (probes[0]?.header.protocol === 'icmp') return [[...probes]];
  return groupBy(probes, (probe) => probe.acknowledges).flatMap((kind) => {
    const sources = split(joinFlows(joinQueries(groupBy(kind, sourcePortOf))));
    const destinations = split(groupBy(sources.rest, destinationPortOf));
    const others = [...destinations.runs, ...joinRising(groupBy(destinations.rest, destinationPortOf))];
    return [...sources.runs, ...others.flatMap(splitByLength)];
  });
}

/** The parts that are runs by themselves, and the probes of the others. */
function split(parts: readonly ProbeSighting[][]): {
  readonly runs: ProbeSighting[][];
  readonly rest: ProbeSighting[];
} {
  return { runs: parts.filter(isRun), rest: inOrder(parts.filter((part) => !isRun(part)).flat()) };
}

/** Two probes may share a random port by chance; three at several TTLs do not. */
function isRun(part: readonly ProbeSighting[]): boolean {
  return part.length >= 3 && countDistinct(part, ttlOf) >= 2;
}

/** Splits by length only where every part is a run: a tool that varies the length stays whole. */
function splitByLength(probes: ProbeSighting[]): ProbeSighting[][] {
  const parts = groupBy(probes, (probe) => probe.size);
  return parts.every(isRun) ? parts : [probes];
}

/**
 * The POE module gives each query of a hop a source port of its own while the destination port rises with the hop: parts
 * alike in the one port of every TTL are one tool's.
 */
function joinQueries(parts: readonly ProbeSighting[][]): ProbeSighting[][] {
  const alike = groupBy([...parts.entries()], ([index, part]) => portPerTtl(part) ?? index);
  return alike.map((group) => inOrder(group.flatMap(([, part]) => part)));
}

/** Which port the first TTL has, where the port rises with the TTL and each TTL was asked once; null elsewhere. */
function portPerTtl(part: readonly ProbeSighting[]): string | null {
  const bases = new Set(part.map(({ header }) => (header.destinationPort ?? 0) - header.ttl));
  const once = part.length > 1 && countDistinct(part, ttlOf) === part.length;
  return once && bases.size === 1 ? `from ${[...bases][0]}` : null;
}

/**
 * A multipath tool opens flow after flow from neighbouring source ports, the first from the first TTL and the others
 * only where they are of use (scamper's tracelb). Two tools that happen to be neighbours both begin at the first TTL.
 */
function joinFlows(parts: readonly ProbeSighting[][]): ProbeSighting[][] {
  const joined: ProbeSighting[][] = [];
  let first: Flow | null = null;
  let lastPort = Number.NaN;
  for (const flow of parts.map(describeFlow).sort((a, b) => a.sourcePort - b.sourcePort)) {
    if (first !== null && flow.sourcePort - lastPort === 1 && isFurtherFlow(flow, first)) {
      for (const probe of flow.probes) joined.at(-1)?.push(probe);
    } else {
      joined.push([...flow.probes]);
      first = flow;
    }
    lastPort = flow.sourcePort;
  }
  return joined.map(inOrder);
}

interface Flow {
  readonly probes: readonly ProbeSighting[];
  readonly sourcePort: number;
  /** Null where it has several. */
  readonly destinationPort: number | null;
  readonly lowestTtl: number;
  readonly isRun: boolean;
}

function describeFlow(probes: readonly ProbeSighting[]): Flow {
  const first = probes[0]?.header;
  return {
    probes,
    sourcePort: first?.sourcePort ?? 0,
    destinationPort: countDistinct(probes, destinationPortOf) === 1 ? (first?.destinationPort ?? 0) : null,
    lowestTtl: least(probes.map(ttlOf)),
    isRun: isRun(probes),
  };
}

function isFurtherFlow(flow: Flow, first: Flow): boolean {
  const samePort = first.destinationPort !== null && flow.destinationPort === first.destinationPort;
  return first.isRun && samePort && flow.lowestTtl > first.lowestTtl;
}

/** A port more than this from all others of a tool that counts up is no probe of it: a lookup, a stray datagram. */
const PORT_GAP = 64;

function joinRising(parts: readonly ProbeSighting[][]): ProbeSighting[][] {
  const joined: ProbeSighting[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const part of [...parts].sort((a, b) => firstDestinationPort(a) - firstDestinationPort(b))) {
    const port = firstDestinationPort(part);
    if (port - last > PORT_GAP) joined.push([]);
    for (const probe of part) joined.at(-1)?.push(probe);
    last = port;
  }
  return joined.map(inOrder);
}

function cutAtPauses(probes: readonly ProbeSighting[]): ProbeSighting[][] {
  const runs: ProbeSighting[][] = [];
  let last: ProbeSighting | undefined;
  for (const probe of probes) {
    if (last === undefined || probe.at - last.at > PAUSE) runs.push([]);
    runs.at(-1)?.push(probe);
    last = probe;
  }
  return runs;
}

function inOrder(probes: readonly ProbeSighting[]): ProbeSighting[] {
  return [...probes].sort((a, b) => a.at - b.at || a.number - b.number);
}

function ttlOf({ header }: ProbeSighting): number {
  return header.ttl;
}

function sourcePortOf({ header }: ProbeSighting): number {
  return header.sourcePort ?? 0;
}

function destinationPortOf({ header }: ProbeSighting): number {
  return header.destinationPort ?? 0;
}

function firstDestinationPort(part: readonly ProbeSighting[]): number {
  return part[0]?.header.destinationPort ?? 0;
}

export function countDistinct<T>(items: readonly T[], key: (item: T) => unknown): number {
  return new Set(items.map(key)).size;
}

function groupBy<T>(items: readonly T[], key: (item: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

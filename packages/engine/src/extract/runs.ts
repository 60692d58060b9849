import type { Instant } from '../instant.js';
import { LOW_TTL, PAUSE } from './group.js';
import type { ProbeSighting } from './sighting.js';

/**
 * Divides what one sender sent to one target in one protocol into runs: the probes of one tool, once each, without the
 * ordinary packets among them, cut where it paused. Each run is in the order of its instants and rises through two TTLs
 * at least.
 */
export function divideIntoRuns(sightings: readonly ProbeSighting[]): ProbeSighting[][] {
  const inTime = [...sightings].sort((a, b) => a.at - b.at || a.number - b.number);
  const probes = withoutCopies(lowBlock(inTime));
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
    seen.set(key, [...earlier.filter((first) => probe.at - first.at <= COPY_WITHIN), probe]);
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
 * (Paris, mtr, scamper), the destination port (`traceroute -U` and `-T`), the length. What none of them claims is one
 * tool that lets both ports rise.
 */
function byTool(probes: readonly ProbeSighting[]): ProbeSighting[][] {
  if (probes[0]?.header.protocol === 'icmp') return [[...probes]];
  return split(probes, (probe) => probe.acknowledges, isRun)
    .flatMap((part) => joinQueries(split(part, (probe) => probe.header.sourcePort, isRun)))
    .flatMap((part) => split(part, (probe) => probe.header.destinationPort, isRun))
    .flatMap((part) => splitEvenly(part, (probe) => probe.size));
}

/** The parts that are runs by themselves, and the rest as one. */
function split(
  probes: readonly ProbeSighting[],
  key: (probe: ProbeSighting) => unknown,
  standsAlone: (part: readonly ProbeSighting[]) => boolean,
): ProbeSighting[][] {
  const runs: ProbeSighting[][] = [];
  const rest = new Set(probes);
  for (const part of groupBy(probes, key).values()) {
    if (!standsAlone(part)) continue;
    runs.push(part);
    for (const probe of part) rest.delete(probe);
  }
  if (rest.size > 0) runs.push([...rest]);
  return runs;
}

/** Splits only where every part is a run: a tool that varies what `key` is stays whole. */
function splitEvenly(probes: readonly ProbeSighting[], key: (probe: ProbeSighting) => unknown): ProbeSighting[][] {
  const parts = [...groupBy(probes, key).values()];
  return parts.every(isRun) ? parts : [[...probes]];
}

/** Two probes may share a random port by chance; three at several TTLs do not. */
function isRun(part: readonly ProbeSighting[]): boolean {
  return part.length >= 3 && countDistinct(part, ttlOf) >= 2;
}

/**
 * The POE module gives each query of a hop a source port of its own while the destination port rises with the hop: such
 * parts, alike in the one port of every TTL, are one tool's.
 */
function joinQueries(parts: readonly ProbeSighting[][]): ProbeSighting[][] {
  const joined = new Map<string, ProbeSighting[]>();
  for (const [index, part] of parts.entries()) {
    const ports = portPerTtl(part);
    const key = ports ?? `part ${index}`;
    joined.set(key, [...(joined.get(key) ?? []), ...part]);
  }
  return [...joined.values()].map((part) => part.sort((a, b) => a.at - b.at || a.number - b.number));
}

function portPerTtl(part: readonly ProbeSighting[]): string | null {
  const ports = new Map<number, number | null>();
  for (const { header } of part) {
    if (ports.has(header.ttl)) return null;
    ports.set(header.ttl, header.destinationPort);
  }
  const pairs = [...ports].sort(([a], [b]) => a - b);
  const first = pairs[0];
  if (first === undefined || pairs.length < 2) return null;
  const rises = pairs.every(([ttl, port]) => port !== null && first[1] !== null && port - first[1] === ttl - first[0]);
  return rises ? `from ${first[1]} at ${first[0]}` : null;
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

function ttlOf({ header }: ProbeSighting): number {
  return header.ttl;
}

export function countDistinct<T>(items: readonly T[], key: (item: T) => unknown): number {
  return new Set(items.map(key)).size;
}

function groupBy<T>(items: readonly T[], key: (item: T) => unknown): Map<unknown, T[]> {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

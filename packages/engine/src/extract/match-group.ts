import { internetChecksum, pseudoHeaderSum } from '@hoplite/codec';
import { agrees, type Identifier } from '../compare.js';
import { meaning } from '../ending.js';
import type { Header } from '../header.js';
import type { Instant } from '../instant.js';
import { CLOCK_SKEW, Matcher, type SentProbe } from '../matcher.js';
import { noticeOf } from '../notices.js';
import { type Reply, saysTheSame } from '../reply.js';
import type { Notice } from '../result.js';
import type { Group } from './group.js';
import { countDistinct, divideIntoRuns } from './runs.js';
import type { ProbeSighting, ReplySighting } from './sighting.js';

/** One run of a group with what answered it. */
export interface FoundRun {
  /** In the order of their instants. */
  readonly probes: FoundProbe[];
  readonly notices: Notice[];
  foreign: number;
  ambiguous: number;
  /** Without one, the run is no traceroute. */
  errors: number;
}

export interface FoundProbe extends SentProbe {
  readonly sighting: ProbeSighting;
  readonly run: FoundRun;
  /** Header fields that the capture shows wrong: a checksum that the sender's hardware was to fill in. */
  readonly unknown: readonly string[];
  answeredWith: Reply | null;
  reply: ReplySighting | null;
  duplicates: number;
}

/**
 * Matches a group's replies to the probes of its runs, by the rules of the live matcher. `strays` are ICMP errors to the
 * same sender that quote a target nobody was seen to probe: a NAT may have changed it.
 */
export function matchGroup(group: Group, strays: readonly ReplySighting[]): FoundRun[] {
  const runs = divideIntoRuns([...group.probes.values()].flat()).map(asFoundRun);
  const matcherAt = slidingMatcher(runs.flatMap((run) => run.probes));
  const own = new Set(group.replies);
  const inTime = [...group.replies, ...strays].sort((a, b) => a.at - b.at || a.number - b.number);
  for (const sighting of inTime) {
    const match = matcherAt(sighting.at).match(sighting.reply, sighting.at);
    if (match.kind === 'match') settle(match.probe, sighting);
    else if (match.kind === 'ambiguous') {
      const run = match.probes[0]?.run;
      if (run !== undefined) run.ambiguous++;
    } else if (own.has(sighting) && (sighting.reply.kind === 'error' || match.reason === 'unidentified')) {
      const run = lastStartedBefore(runs, sighting);
      if (run !== undefined) run.foreign++;
    }
  }
  return runs.filter((run) => run.errors > 0);
}

/** No reply takes longer; after some hours of mtr's rounds the same sequence numbers come again. */
const LONGEST_RTT: Instant = 60_000_000_000;

/** A matcher that holds the probes which a reply at an instant may answer. The instants asked for must not fall. */
function slidingMatcher(probes: readonly FoundProbe[]): (at: Instant) => Matcher<FoundProbe> {
  const matcher = new Matcher<FoundProbe>();
  const inTime = [...probes].sort((a, b) => a.sentAt - b.sentAt);
  let added = 0;
  let removed = 0;
  return (at) => {
    for (let probe = inTime[added]; probe !== undefined && probe.sentAt <= at + CLOCK_SKEW; probe = inTime[++added]) {
      matcher.add(probe);
    }
    for (
      let probe = inTime[removed];
      probe !== undefined && probe.sentAt < at - LONGEST_RTT;
      probe = inTime[++removed]
    ) {
      matcher.remove(probe);
    }
    return matcher;
  };
}

function settle(probe: FoundProbe, sighting: ReplySighting): void {
  const { run } = probe;
  const { reply } = sighting;
  if (reply.kind === 'error') {
    if (meaning(reply, probe.header) === 'notice') {
      run.notices.push(noticeOf(reply, probe.header.ttl));
      return;
    }
    run.errors++;
  }
  if (probe.reply === null) {
    probe.reply = sighting;
    probe.answeredWith = reply;
  } else if (!isCopy(sighting, probe.reply)) probe.duplicates++;
}

const COPY_WITHIN = 1_000_000_000;

/** The same reply seen on another interface, or with the TTL that the router's other side gave it. */
function isCopy(sighting: ReplySighting, first: ReplySighting): boolean {
  const a = sighting.reply;
  const b = first.reply;
  if (!saysTheSame(a, b) || sighting.at - first.at > COPY_WITHIN) return false;
  return a.identification === b.identification && (sighting.link !== first.link || a.ttl !== b.ttl);
}

function asFoundRun(sightings: readonly ProbeSighting[]): FoundRun {
  const run: FoundRun = { probes: [], notices: [], foreign: 0, ambiguous: 0, errors: 0 };
  const headers = sightings.map(trustedHeader);
  const identifiers = varying(headers);
  for (const [index, sighting] of sightings.entries()) {
    const header = headers[index] ?? sighting.header;
    run.probes.push({
      sighting,
      run,
      header,
      identifiers,
      sentAt: sighting.at,
      unknown: header === sighting.header ? [] : ['checksum'],
      answeredWith: null,
      reply: null,
      duplicates: 0,
    });
  }
  return run;
}

/**
 * The header without a checksum that only the sender's network card completes: the capture shows the sum of the
 * pseudo-header in its place.
 */
function trustedHeader({ header, segmentSize }: ProbeSighting): Header {
  const { source, destination, protocol, checksum } = header;
  if (segmentSize === null || checksum === null || checksum === 0) return header;
  const sum = pseudoHeaderSum(source, destination, protocol === 'tcp' ? 6 : 17, segmentSize);
  const partial = ~internetChecksum(NOTHING, sum) & 0xffff;
  return checksum === partial ? { ...header, checksum: null } : header;
}

const NOTHING = new Uint8Array(0);

/** What tells the probes of a run apart: the fields in which they differ. */
function varying(headers: readonly Header[]): Identifier[] {
  const first = headers[0];
  if (first === undefined) return [];
  return IDENTIFIERS.filter((identifier) => headers.some((header) => agrees(identifier, first, header) === false));
}

const IDENTIFIERS: readonly Identifier[] = [
  'ports',
  'sequenceNumber',
  'checksum',
  'identification',
  'length',
  'payload',
];

function lastStartedBefore(runs: readonly FoundRun[], { at }: ReplySighting): FoundRun | undefined {
  return runs.findLast((run) => (run.probes[0]?.sentAt ?? Number.POSITIVE_INFINITY) <= at) ?? runs[0];
}

/** Whether all probes of a run share one flow. */
export function isOneFlow(probes: readonly FoundProbe[]): boolean {
  return countDistinct(probes, ({ header }) => `${header.sourcePort} ${header.destinationPort}`) === 1;
}

import type { AnsweredProbe, ProbeResult, TraceResult } from '@hoplite/engine';
import type { Carrier } from './carriers.js';

/**
 * Where a live trace and what `hoplite read` finds of it in a capture differ, probe by probe: `3.2 address: a / b`, first
 * what the live trace says. What its transport is blind to must be null there; what a probe lists as unknown, and times,
 * are no part of it.
 */
export function differencesFromCapture(
  live: TraceResult,
  captured: readonly TraceResult[],
  carrier: Carrier,
): readonly string[] {
  const renewed = carrier.renewsFlows?.test(live.method) ?? false;
  const left = captured.flatMap(probesOf);
  const probes = probesOf(live).flatMap(({ ttl, probe }) => {
    const index = left.findIndex((other) => other.ttl === ttl && flowOf(other.probe) === flowOf(probe));
    const [sighting] = index < 0 ? [] : left.splice(index, 1);
    if (sighting === undefined) return renewed ? [] : [`${ttl}.${probe.attempt} was not captured`];
    const expected = { ...asSeenBy(carrier, sighting.probe, probe, live), ...unmeasured(live, probe) };
    return differentMembers(membersOf(probe), expected).map((member) => `${ttl}.${probe.attempt} ${member}`);
  });
  const ended = captured.find(({ outcome }) => outcome !== 'unknown') ?? captured[0];
  const end = ended === undefined ? ['nothing was captured'] : differentMembers(endOf(live), endOf(ended));
  // A capture also holds what was sent past the end.
  const strangers = left
    .filter(({ ttl }) => ttl < live.hops.length && !carrier.sendsAgain?.test(live.method))
    .map(({ ttl }) => `${ttl} was captured alone`);
  return [...probes, ...strangers, ...end];
}

const probesOf = ({ hops }: TraceResult) => hops.flatMap(({ ttl, probes }) => probes.map((probe) => ({ ttl, probe })));

type Members = Readonly<Record<string, unknown>>;

const flowOf = ({ sourcePort, destinationPort, identifier, sequence }: ProbeResult): string =>
  `${sourcePort} ${destinationPort} ${identifier} ${sequence}`;

function membersOf(probe: ProbeResult): Members {
  if (!('address' in probe)) return { size: probe.size, address: null };
  const { size, address, icmp, direct, annotation, replyTtl, quotedTtl, mtu, duplicates, nat } = probe;
  const changed = Object.keys(probe.changed).sort();
  return { size, address, icmp, direct, annotation, replyTtl, quotedTtl, mtu, duplicates, nat, changed };
}

/** What was captured of a probe, without what the transport could not see. */
function asSeenBy({ blindTo }: Carrier, captured: ProbeResult, probe: ProbeResult, { family }: TraceResult): Members {
  if (!('address' in probe)) return membersOf(captured);
  const unseen = blindTo(probe, family);
  const nothing = Object.fromEntries(unseen.map((member) => [member, null]));
  return { ...membersOf(withoutHeader(captured, unseen)), ...nothing };
}

/** The size of a probe in whose trace the system chose it. */
function unmeasured({ hops }: TraceResult, { size }: ProbeResult): Members {
  const answered = hops.flatMap(({ probes }) => probes).find((probe) => 'address' in probe);
  return answered?.unknown.includes('length') ? { size } : {};
}

/** Who does not see the TTL in a quote sees nothing of that header, and so no change in it. */
function withoutHeader(captured: ProbeResult, unseen: readonly (keyof AnsweredProbe)[]): ProbeResult {
  if (!('address' in captured) || !unseen.includes('quotedTtl')) return captured;
  const changed = Object.entries(captured.changed).filter(([field]) => !HEADER.includes(field));
  return { ...captured, changed: Object.fromEntries(changed) };
}

const HEADER = ['source', 'destination', 'identification', 'typeOfService', 'length', 'flowLabel'];

/** A capture shows no reason to end but a reply. */
function endOf({ outcome, annotation, answeredBy, address, source }: TraceResult): Members {
  const byReply = outcome === 'reached' || outcome === 'unreachable';
  return { outcome: byReply ? outcome : 'unknown', annotation, answeredBy, address, source };
}

function differentMembers(live: Members, captured: Members): readonly string[] {
  return Object.entries(live)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(captured[name]))
    .map(([name, value]) => `${name}: ${JSON.stringify(value)} / ${JSON.stringify(captured[name])}`);
}

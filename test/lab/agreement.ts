import type { ProbeResult, TraceResult } from '@hoplite/engine';
import type { Carrier } from './carriers.js';

/**
 * Where a live trace and what `hoplite read` finds of it in a capture differ, probe by probe: `3.2 address: a / b`, first
 * what the live trace says. What its transport is blind to must be null there. Times are compared elsewhere.
 */
export function differencesFromCapture(
  live: TraceResult,
  read: TraceResult,
  { blindTo }: Pick<Carrier, 'blindTo'>,
): readonly string[] {
  const unseen = Object.fromEntries(blindTo[live.family].map((member) => [member, null]));
  const probes = live.hops.flatMap(({ ttl, probes }) =>
    probes.flatMap((probe) => {
      const captured = read.hops.find((hop) => hop.ttl === ttl)?.probes[probe.attempt - 1];
      const expected = captured === undefined ? {} : { ...membersOf(captured), ...unseen };
      return differentMembers(membersOf(probe), expected).map((member) => `${ttl}.${probe.attempt} ${member}`);
    }),
  );
  return [...probes, ...differentMembers(endOf(live), endOf(read))];
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(probe: ProbeResult): Members {
  const { size, sourcePort, destinationPort, identifier, sequence } = probe;
  const sent = { size, sourcePort, destinationPort, identifier, sequence };
  if (!('address' in probe)) return { ...sent, address: null };
  const { address, icmp, direct, annotation, replyTtl, quotedTtl, mtu, duplicates, changed, nat } = probe;
  const answer = { address, icmp, direct, annotation, replyTtl, quotedTtl, mtu, duplicates, nat };
  return { ...sent, ...answer, changed: Object.keys(changed).sort() };
}

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

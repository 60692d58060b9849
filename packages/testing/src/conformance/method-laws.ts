import { verifyChecksums } from '@hoplite/codec';
import type { Header, Identifier, ProbePlan, TraceOptions } from '@hoplite/engine';
import { check } from '../laws/check.js';
import type { Law } from './law.js';
import type { MethodFixture } from './method-fixture.js';
import { answersFindTheirProbe, eightBytesAreEnough, guessesMatchNothing } from './method-replies.js';
import { named, type TriedProbe, tryMethod } from './method-trial.js';

/**
 * What every method must do, sentence by sentence, over IPv4 and IPv6 alike: one test for each.
 *
 *     for (const { name, check } of methodLaws(fixture)) test(name, check);
 */
export function methodLaws(fixture: MethodFixture): readonly Law[] {
  const law = (name: string, holds: (fixture: MethodFixture) => void): Law => ({
    name,
    check: async () => holds(fixture),
  });
  return [
    law('a probe is a whole datagram of the method’s protocol, its checksums valid', probesAreDatagrams),
    law('it has the addresses, TTL, type of service, flow label and DF bit of its plan', headersAreAsPlanned),
    law('it is as long as was asked for, or longer by no more than reach says', lengthsAreAsAsked),
    law('where no more than leastLength is asked for, its probes can be told apart too', theShortestCanBeToldApart),
    law('its ports are those asked for, or above them by no more than reach says', portsAreAsAsked),
    ...(carriesPayload(fixture)
      ? [law('it carries the payload asked for behind the bytes of its own, then zeros', payloadsAreCarried)]
      : []),
    law('two probes are of one flow where the fixture says so, and nowhere else', flowsAreAsMeant),
    law('each field named as an identifier can be seen, and differs in all probes of a flow', identifiersDiffer),
    law('of the longest trace there is, no two probes of a flow are alike', theLongestTraceHasRoom),
    law('an identification quoted one too high or too low is that of no other probe', identificationsKeepApart),
    law('a router that quotes 8 bytes behind the IP header quotes enough to find the probe', eightBytesAreEnough),
    law('an answer of the destination itself finds the probe, or for UDP one of its flow', answersFindTheirProbe),
    law('who guesses ports or ICMP identifier, but has not seen the probes, matches none', guessesMatchNothing),
    law('of one plan come the same bytes, whatever is built before or after', plansAreAllThatCounts),
  ];
}

function probesAreDatagrams(fixture: MethodFixture): void {
  const { protocol } = fixture.method;
  tryMethod(fixture, (probes) => {
    for (const { plan, bytes, header } of probes) {
      check(header.protocol === protocol, () => `${named(plan)} is ${header.protocol}, and not ${protocol}`);
      const whole = header.length + (plan.family === 4 ? 0 : 40);
      check(bytes.length === whole, () => `${named(plan)} says that it has ${whole} bytes, and has ${bytes.length}`);
      const { ip, payload } = verifyChecksums(bytes) ?? {};
      check(ip !== 'invalid', () => `${named(plan)} has a wrong checksum in its IP header`);
      check(
        payload === 'valid' || payload === 'absent',
        () => `the ${protocol} checksum of ${named(plan)} is ${payload}`,
      );
    }
  });
}

function headersAreAsPlanned(fixture: MethodFixture): void {
  tryMethod(fixture, (probes) => {
    for (const { plan, bytes, header } of probes) {
      const { family, source, destination, ttl, options } = plan;
      const { tos: typeOfService, flowLabel } = options;
      const wanted = { family, source, destination, ttl, typeOfService, flowLabel: family === 6 ? flowLabel : null };
      for (const [field, value] of Object.entries(wanted)) {
        const found = header[field as keyof typeof wanted];
        check(found === value, () => `${field} of ${named(plan)} is ${found}, and not ${value}`);
      }
      const dontFragment = family === 4 && ((bytes[6] ?? 0) & 0x40) !== 0;
      check(family === 6 || dontFragment === options.dontFragment, () => `DF of ${named(plan)} is ${dontFragment}`);
    }
  });
}

function lengthsAreAsAsked(fixture: MethodFixture): void {
  const areAsAsked = (probes: readonly TriedProbe[]): void => {
    for (const { plan, bytes } of probes) {
      const asked = plan.options.packetLength;
      const most = asked + fixture.method.reach(plan.options, plan.family).packetLength;
      within(plan, 'length', bytes.length, asked, most);
    }
  };
  tryMethod(fixture, areAsAsked);
  tryMethod(fixture, areAsAsked, { extreme: 'length', numbers: (all) => [0, all - 1], traces: 2 });
}

function theShortestCanBeToldApart(fixture: MethodFixture): void {
  const options = ({ payload: _, ...drawn }: TraceOptions, packetLength: number) => ({ ...drawn, packetLength });
  tryMethod(fixture, canBeToldApart, { options });
}

function portsAreAsAsked(fixture: MethodFixture): void {
  const areAsAsked = (probes: readonly TriedProbe[]): void => {
    for (const { plan, header } of probes) {
      const reach = fixture.method.reach(plan.options, plan.family);
      const { sourcePort } = plan.secrets;
      const { port } = plan.options;
      within(plan, 'source port', header.sourcePort, sourcePort, sourcePort + reach.sourcePort);
      within(plan, 'destination port', header.destinationPort, port, port + reach.port);
    }
  };
  tryMethod(fixture, areAsAsked);
  tryMethod(fixture, areAsAsked, { extreme: 'ports' });
}

/** ICMP has no ports: they are null. */
function within(plan: ProbePlan, what: string, found: number | null, least: number, most: number): void {
  const holds = found === null || (found >= least && found <= most);
  check(holds, () => `the ${what} of ${named(plan)} is ${found}, and not ${least} to ${most}`);
}

/** The length of a TCP probe is not for its user to choose, and so no payload. */
function carriesPayload({ method }: MethodFixture): boolean {
  return method.protocol !== 'tcp';
}

function payloadsAreCarried(fixture: MethodFixture): void {
  tryMethod(fixture, (probes) => {
    for (const { plan, bytes } of probes) {
      const carried = bytes.slice(behindIp(bytes) + 8);
      const own = fixture.method.leastLength(plan.family) - (bytes.length - carried.length);
      const wanted = new Uint8Array(carried.length);
      wanted.set(plan.options.payload ?? []);
      check(
        areSame(carried.subarray(own), wanted.subarray(own)),
        () => `${named(plan)} carries ${carried}, and not ${wanted} from byte ${own} on`,
      );
    }
  });
}

function flowsAreAsMeant({ flow = () => 0, ...fixture }: MethodFixture): void {
  tryMethod(fixture, (probes) => {
    const flows = probes.map(({ plan, bytes, header }) => ({ plan, seen: flowOf(bytes, header), meant: flow(plan) }));
    for (const one of flows) {
      for (const other of flows) {
        const holds = (one.seen === other.seen) === (one.meant === other.meant);
        check(holds, () => `${named(one.plan)} is of flow ${one.seen}, ${named(other.plan)} of ${other.seen}`);
      }
    }
  });
}

/** What routers hash besides the addresses: the first four bytes behind the IP header, and over IPv6 the flow label. */
function flowOf(bytes: Uint8Array, { flowLabel }: Header): string {
  const start = behindIp(bytes);
  return [flowLabel ?? '', ...bytes.slice(start, start + 4)].join(' ');
}

function behindIp(bytes: Uint8Array): number {
  const first = bytes[0] ?? 0;
  return first >> 4 === 4 ? 4 * (first & 0xf) : 40;
}

/** Each by itself, since a router or NAT may have changed the others. */
function identifiersDiffer(fixture: MethodFixture): void {
  tryMethod(fixture, (probes) => {
    for (const { plan, header, identifiers } of probes) {
      check(identifiers.length > 0, () => `${named(plan)} has no identifier`);
      const hidden = identifiers.find((identifier) => shown(identifier, header) === null);
      check(hidden === undefined, () => `${named(plan)} shows no ${hidden}`);
    }
    for (const identifier of probes[0]?.identifiers ?? []) areUnlike(probes, [identifier]);
  });
}

/** Two numbers that differ by anything up to 64,768 are among these. */
const FAR_AND_NEAR = [...Array(256).keys(), ...Array.from({ length: 253 }, (_, i) => 256 * (i + 1))];

function theLongestTraceHasRoom(fixture: MethodFixture): void {
  const options = (drawn: TraceOptions) => ({ ...drawn, firstTtl: 1, maxTtl: 255, queries: 255 });
  tryMethod(fixture, canBeToldApart, { options, numbers: () => FAR_AND_NEAR, traces: 2 });
}

function canBeToldApart(probes: readonly TriedProbe[]): void {
  areUnlike(probes, probes[0]?.identifiers ?? []);
}

function areUnlike(probes: readonly TriedProbe[], identifiers: readonly Identifier[]): void {
  const seen = new Set<string>();
  for (const { plan, header } of probes) {
    const values = identifiers.map((identifier) => `${identifier} ${shown(identifier, header)}`).join(', ');
    const key = [header.sourcePort, header.destinationPort, header.identifier, values].join(' ');
    check(!seen.has(key), () => `${named(plan)} is like another of its flow: ${values}`);
    seen.add(key);
  }
}

function shown(identifier: Identifier, header: Header): string | null {
  if (identifier === 'ports') return header.sourcePort === null ? null : 'these';
  return header[identifier] === null ? null : String(header[identifier]);
}

function identificationsKeepApart(fixture: MethodFixture): void {
  tryMethod(fixture, (probes) => {
    const known = probes.filter(({ identifiers }) => identifiers.includes('identification'));
    const all = new Set(known.map(({ header }) => header.identification));
    for (const { plan, header } of known) {
      const next = (header.identification ?? 0) + 1;
      check(!all.has(next), () => `${named(plan)} has the identification ${next - 1}, and another probe ${next}`);
    }
  });
}

function plansAreAllThatCounts(fixture: MethodFixture): void {
  tryMethod(fixture, (probes) => {
    const twice = probes.toReversed().map((probe) => ({ ...probe, again: fixture.method.build(probe.plan).slice() }));
    for (const { plan, bytes, again } of twice) {
      check(areSame(bytes, again), () => `${named(plan)} was ${bytes}, and then ${again}`);
    }
  });
}

function areSame(some: Uint8Array, others: Uint8Array): boolean {
  return some.length === others.length && some.every((byte, i) => byte === others[i]);
}

import { type Address, decodeDatagram } from '@hoplite/codec';
import { type Match, Matcher, type ProbePlan, readReply } from '@hoplite/engine';
import { directReply, timeExceeded } from '../craft/replies.js';
import { check } from '../laws/check.js';
import type { MethodFixture } from './method-fixture.js';
import { named, type TriedProbe, tryMethod, tryProbe } from './method-trial.js';

/** By the engine's own matcher, among all probes of the trace. */
export function eightBytesAreEnough(fixture: MethodFixture): void {
  tryMethod(fixture, (probes) => {
    const match = matching(probes);
    for (const probe of probes) {
      const found = match(timeExceeded(probe.bytes, ROUTER[probe.plan.family]));
      check(isFound(found, probe), () => `the 8 bytes quoted of ${named(probe.plan)} find ${told(found)}`);
    }
  });
}

/** Which of a flow's probes a UDP datagram answers, nobody can see. */
export function answersFindTheirProbe(fixture: MethodFixture): void {
  tryMethod(fixture, (probes) => {
    const match = matching(probes);
    for (const probe of probes) {
      const found = match(directReply(probe.bytes));
      const holds = fixture.method.protocol === 'udp' ? isOfItsFlow(found, probe) : isFound(found, probe);
      check(holds, () => `the destination's answer to ${named(probe.plan)} finds ${told(found)}`);
    }
  });
}

/**
 * A forger who knows the method, its options, and by chance or by sweeping them all also the ports or the ICMP identifier.
 * Where the numbers are drawn otherwise than ours one in many may be hit all the same.
 */
export function guessesMatchNothing(fixture: MethodFixture): void {
  tryMethod(fixture, (probes) => {
    const match = matching(probes);
    const hits = probes.filter(({ plan }) => {
      const { bytes } = tryProbe(fixture, guessed(plan));
      const whole = { quoteLength: bytes.length };
      const forged = [{}, whole].map((options) => match(timeExceeded(bytes, ROUTER[plan.family], options)));
      return forged.some(({ kind }) => kind === 'match');
    });
    check(hits.length <= probes.length / 10, () => {
      const share = `${hits.length} of ${probes.length} forged answers`;
      const names = probes[0]?.identifiers.join(', ');
      return `${share} were taken for true ones, by what can be known without having seen them: one of ${names}`;
    });
  });
}

const ROUTER = { 4: '198.51.100.1', 6: '2001:db8:5::1' } as const satisfies Record<4 | 6, Address>;

/** What else a trace draws, as far from what it drew as can be. */
function guessed(plan: ProbePlan): ProbePlan {
  const { identification, token, sequenceNumber } = plan.secrets;
  const others = { identification: identification ^ 0x8000, token: token ^ 0x8000 };
  return { ...plan, secrets: { ...plan.secrets, ...others, sequenceNumber: (sequenceNumber ^ 0x80000000) >>> 0 } };
}

type Matching = (reply: Uint8Array) => Match<TriedProbe>;

function matching(probes: readonly TriedProbe[]): Matching {
  const matcher = new Matcher<TriedProbe>();
  for (const probe of probes) matcher.add(probe);
  return (bytes) => {
    const decoded = decodeDatagram(bytes);
    const reply = decoded.ok ? readReply(decoded.value) : null;
    return reply === null ? { kind: 'foreign', reason: 'unknown' } : matcher.match(reply, 1);
  };
}

function isFound(found: Match<TriedProbe>, probe: TriedProbe): boolean {
  return found.kind === 'match' && found.probe === probe;
}

function isOfItsFlow(found: Match<TriedProbe>, { header }: TriedProbe): boolean {
  if (found.kind !== 'match') return false;
  const { sourcePort, destinationPort } = found.probe.header;
  return sourcePort === header.sourcePort && destinationPort === header.destinationPort;
}

function told(found: Match<TriedProbe>): string {
  if (found.kind === 'ambiguous') return `${found.probes.length} probes`;
  return found.kind === 'match' ? named(found.probe.plan) : 'none';
}

import { addressFamily } from '@hoplite/codec';
import type { Transport } from '@hoplite/engine';
import { check } from '../laws/check.js';
import { answersAreHeard } from './answers.js';
import { answeredId, type Heard, type Hearing, isWholeDatagram, listenerOf, probeId, withHearing } from './hearing.js';
import type { Law } from './law.js';
import type { TransportFixture } from './transport-fixture.js';

/**
 * What every transport must do, sentence by sentence as the port states it: one test for each.
 *
 *     for (const { name, check } of transportLaws(fixture)) test(name, check);
 */
export function transportLaws(fixture: TransportFixture): readonly Law[] {
  const law = (name: string, holds: (hearing: Hearing, fixture: TransportFixture) => Promise<void>): Law => ({
    name,
    check: () => withHearing(fixture, (hearing) => holds(hearing, fixture)),
  });
  return [
    law(
      'of every datagram given to send it hears exactly once, that it was sent or that it failed',
      everySendIsHeardOnce,
    ),
    law('it hears that a probe was sent before it hears an answer', sentComesBeforeTheAnswer),
    law('what it receives are whole IP datagrams, the answers to its probes among them', answersAreWhole),
    law('instants are whole, never in the future, and in the order of cause and effect', instantsAreSane),
    law('what it tells without a pause is in the order of the instants', instantsAscend),
    law('what it tells of a datagram is of that one: how it left, and what answers it', itTellsOfTheRightOne),
    law('it is opened once: who comes second is refused, and hears nothing', itIsOpenedOnce),
    law('after close, however often, nothing is heard any more', closeIsTheEnd),
    law('the clock wakes at the instant or after it, and not at all once that was cancelled', wakesAreNeverEarly),
    law('the clock wakes nobody yet for an instant that is weeks off', farWakesAreNotNow),
    law('the clock wakes only after all that had arrived by then was handed over', wakesComeAfterArrivals),
    law('the source address is of the destination’s family, and stays the same', sourceIsKnown),
    law('a probe that cannot be sent fails with a code, and no other with it', failuresAreAlone),
    law('an interface that is not there is refused, where probes may choose theirs', interfacesAreThere),
    law('that a trace was ended from outside changes nothing of what it carries', interruptionsChangeNothing),
    law('its capabilities say what it can carry', capabilitiesAreStated),
    ...(fixture.answers ?? []).map((protocol) =>
      law(`by ${protocol} the first hop and the destination are heard too`, (hearing) =>
        answersAreHeard(protocol, hearing, fixture),
      ),
    ),
  ];
}

async function everySendIsHeardOnce(
  { transport, heard, probe, wait }: Hearing,
  { patience }: TransportFixture,
): Promise<void> {
  const most = Math.min(100, transport.capabilities.inFlight);
  transport.send([probe(1, 1)]);
  transport.send(Array.from({ length: most - 1 }, (_, i) => probe(2 + i, 1 + (i % 3))));
  await wait(patience);
  for (let id = 1; id <= most; id++) {
    const times = heard.filter((each) => (each.kind === 'sent' || each.kind === 'failed') && each.id === id).length;
    check(times === 1, () => `of datagram ${id} it was heard ${times} times`);
  }
}

async function sentComesBeforeTheAnswer(
  { transport, heard, probe, wait }: Hearing,
  { patience }: TransportFixture,
): Promise<void> {
  transport.send([probe(1, 1), probe(2, 'far'), probe(3, 1)]);
  await wait(patience);
  let answers = 0;
  for (const [index, each] of heard.entries()) {
    const id = each.kind === 'received' ? answeredId(each.datagram) : null;
    if (id === null) continue;
    answers++;
    const before = heard.slice(0, index).some((earlier) => earlier.kind === 'sent' && earlier.id === id);
    check(before, () => `the answer to datagram ${id} was heard before that it was sent`);
  }
  check(answers > 0, () => 'no probe was answered: the fixture’s destination must answer');
}

async function answersAreWhole(
  { transport, heard, probe, wait }: Hearing,
  { patience }: TransportFixture,
): Promise<void> {
  transport.send([probe(1, 1), probe(2, 'far')]);
  await wait(patience);
  const received = heard.flatMap((each) => (each.kind === 'received' ? [each.datagram] : []));
  for (const datagram of received)
    check(isWholeDatagram(datagram), () => `${datagram.length} bytes are no whole datagram`);
  for (const id of [1, 2])
    check(
      received.some((datagram) => answeredId(datagram) === id),
      () => `probe ${id} has no answer`,
    );
}

async function instantsAreSane(
  { transport, heard, probe, wait }: Hearing,
  { unroutable, patience }: TransportFixture,
): Promise<void> {
  const asked = transport.clock.now();
  transport.send([probe(1, 1), probe(2, 'far'), ...(unroutable === null ? [] : [probe(3, 1, unroutable)])]);
  await wait(patience);
  const sentAt = new Map<number, number>();
  for (const each of heard.filter(isDated)) {
    check(Number.isInteger(each.at), () => `the instant ${each.at} of ${each.kind} is not whole`);
    check(each.at <= each.now, () => `${each.kind} is stamped ${each.at - each.now} ns in the future`);
    if (each.kind !== 'received') {
      check(each.at >= asked, () => `it was ${each.kind} ${asked - each.at} ns before it was given to send`);
      sentAt.set(each.id, each.at);
    } else {
      const left = sentAt.get(answeredId(each.datagram) ?? 0) ?? each.at;
      check(each.at >= left, () => `an answer is stamped ${left - each.at} ns before its probe`);
    }
  }
}

async function instantsAscend(
  { transport, heard, probe, wait }: Hearing,
  { unroutable, patience }: TransportFixture,
): Promise<void> {
  for (let id = 1; id <= 6; id += 3) {
    transport.send([probe(id, 1), probe(id + 1, 1, unroutable ?? undefined), probe(id + 2, 'far')]);
  }
  await wait(patience);
  let last = { at: Number.NEGATIVE_INFINITY, go: 0, kind: '' };
  for (const each of heard.filter(isDated)) {
    const back = each.go === last.go ? last.at - each.at : 0;
    check(back <= 0, () => `${each.kind} is stamped ${back} ns before what was told right before it: ${last.kind}`);
    last = each;
  }
}

/** What was told with its instant. */
function isDated(each: Heard): each is Extract<Heard, { readonly at: unknown }> & { readonly at: number } {
  return 'at' in each && each.at !== null;
}

async function itTellsOfTheRightOne(
  { transport, heard, probe, wait }: Hearing,
  { patience }: TransportFixture,
): Promise<void> {
  transport.send([probe(1, 1), probe(2, 'far'), probe(3, 1)]);
  await wait(patience);
  for (const each of heard) {
    if (each.kind === 'sent' && each.actual !== null) {
      const { id, actual } = each;
      check(isWholeDatagram(actual), () => `what left of datagram ${id} are ${actual.length} bytes, and no whole one`);
      check(probeId(actual) === id, () => `what left of datagram ${id} is datagram ${probeId(actual)}`);
    }
    if (each.kind === 'received' && each.named !== null) {
      const answered = answeredId(each.datagram);
      check(answered === each.named, () => `an answer to datagram ${answered} was told to be one to ${each.named}`);
    }
  }
}

async function itIsOpenedOnce(
  { transport, heard, probe, wait }: Hearing,
  { patience }: TransportFixture,
): Promise<void> {
  const heardBySecond: Heard[] = [];
  const refused = await openAgain(transport, heardBySecond);
  check(refused, () => 'it was opened a second time');
  transport.send([probe(1, 1)]);
  await wait(patience);
  check(
    heard.some((each) => each.kind === 'sent' && each.id === 1),
    () => 'who opened it first hears nothing any more',
  );
  check(heardBySecond.length === 0, () => `the second heard: ${heardBySecond.map(({ kind }) => kind)}`);
}

async function openAgain(transport: Transport, heard: Heard[]): Promise<boolean> {
  try {
    await transport.open(listenerOf(transport, heard));
    return false;
  } catch {
    return true;
  }
}

async function closeIsTheEnd({ transport, heard, probe }: Hearing, { settle }: TransportFixture): Promise<void> {
  transport.send([probe(1, 1), probe(2, 'far')]);
  await transport.close();
  const before = heard.length;
  await transport.close();
  await transport[Symbol.asyncDispose]();
  await settle();
  check(heard.length === before, () => `after close it was heard: ${heard.slice(before).map(({ kind }) => kind)}`);
}

async function wakesAreNeverEarly({ transport, wait }: Hearing): Promise<void> {
  const { clock } = transport;
  const asked = clock.now() + 5e6;
  let wokenAt: number | null = null;
  let cancelledCalled = false;
  clock.wake(asked, () => {
    wokenAt = clock.now();
  });
  clock.wake(asked, () => {
    cancelledCalled = true;
  })();
  await wait(20);
  check(wokenAt !== null, () => 'it was not woken at all');
  check((wokenAt ?? 0) >= asked, () => `it was woken ${asked - (wokenAt ?? 0)} ns early`);
  check(!cancelledCalled, () => 'it was woken although that was cancelled');
}

/** Further than a timer of 31 bits of milliseconds reaches: Node calls such a one back at once. */
const WEEKS = 40 * 86_400 * 1e9;

async function farWakesAreNotNow({ transport, wait }: Hearing): Promise<void> {
  let woken = false;
  const cancel = transport.clock.wake(transport.clock.now() + WEEKS, () => {
    woken = true;
  });
  await wait(20);
  cancel();
  check(!woken, () => 'it was woken weeks early');
}

async function wakesComeAfterArrivals(
  { transport, heard, probe, wait }: Hearing,
  { patience }: TransportFixture,
): Promise<void> {
  const { clock } = transport;
  transport.send([probe(1, 1), probe(2, 'far'), probe(3, 1)]);
  const began = clock.now();
  for (let step = 1; step <= 200; step++) {
    const asked = began + Math.round((step / 200) * patience * 1e6);
    clock.wake(asked, () => heard.push({ kind: 'wake', asked, now: clock.now() }));
  }
  await wait(patience + 1);
  let woken = Number.NEGATIVE_INFINITY;
  for (const each of heard) {
    if (each.kind === 'wake') woken = Math.max(woken, Math.min(each.asked, each.now));
    const at = arrival(each);
    check(at === null || at > woken, () => `what arrived at ${at} was handed over after it was woken at ${woken}`);
  }
}

function arrival(each: Heard): number | null {
  return each.kind === 'received' ? each.at : null;
}

async function sourceIsKnown({ transport, source }: Hearing, { destination }: TransportFixture): Promise<void> {
  const family = addressFamily(destination);
  for (let time = 0; time < 3; time++) {
    const again = await transport.sourceFor(destination);
    check(again === source && addressFamily(again) === family, () => `the source address was ${source}, then ${again}`);
  }
}

async function failuresAreAlone(
  { transport, heard, probe, wait }: Hearing,
  { unroutable, patience }: TransportFixture,
): Promise<void> {
  if (unroutable === null) return;
  transport.send([probe(1, 1), probe(2, 1, unroutable), probe(3, 1)]);
  await wait(patience);
  const fates = heard.flatMap((each) => (each.kind === 'sent' || each.kind === 'failed' ? [each] : []));
  const failed = fates.filter((each) => each.kind === 'failed');
  check(
    failed.length === 1 && failed[0]?.id === 2,
    () => `failed: datagrams ${failed.map(({ id }) => id)}, should be 2`,
  );
  check(
    failed.every(({ code }) => code.length > 0),
    () => 'it failed without a code',
  );
  check(fates.length === 3, () => `of three datagrams ${fates.length} were heard of`);
}

async function interfacesAreThere(
  { transport, heard, probe, wait }: Hearing,
  { destination, patience }: TransportFixture,
): Promise<void> {
  if (transport.capabilities.interfaces !== true) return;
  const source = await transport.sourceFor(destination, NOT_THERE).catch(() => null);
  check(source === null, () => `by an interface that is not there the source address was ${source}`);
  transport.send([probe(1, 1), { ...probe(2, 1), interface: NOT_THERE }, probe(3, 1)]);
  await wait(patience);
  const failed = heard.flatMap((each) => (each.kind === 'failed' ? [each.id] : []));
  check(failed.length === 1 && failed[0] === 2, () => `failed: datagrams ${failed}, should be 2`);
}

const NOT_THERE = 'not-there';

async function interruptionsChangeNothing(
  { transport, heard, probe, wait }: Hearing,
  { patience }: TransportFixture,
): Promise<void> {
  transport.send([probe(1, 1)]);
  transport.interrupted?.(1, 'aborted', transport.clock.now());
  transport.interrupted?.(2, 'shutdown', transport.clock.now());
  transport.send([probe(2, 'far')]);
  await wait(patience);
  const answered = heard.flatMap((each) => (each.kind === 'received' ? [answeredId(each.datagram)] : []));
  for (const id of [1, 2]) check(answered.includes(id), () => `probe ${id} has no answer once a trace was ended`);
}

async function capabilitiesAreStated({ transport }: Hearing, { destination }: TransportFixture): Promise<void> {
  const { families, protocols, inFlight } = transport.capabilities;
  const family = addressFamily(destination);
  check(
    families.some((each) => each === family),
    () => `IPv${family} is not among its families`,
  );
  check(protocols.includes('udp'), () => 'it carries UDP, and does not say so');
  check(Number.isInteger(inFlight) && inFlight >= 1, () => `inFlight is ${inFlight}`);
  check(transport.name.length > 0, () => 'it has no name');
}

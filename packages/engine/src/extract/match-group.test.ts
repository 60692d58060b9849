import { captureOf, directReply, icmpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { TraceResult } from '../result.js';
import {
  all,
  classic,
  echo,
  extract,
  paris,
  paths,
  router,
  run,
  type Seen,
  SOURCE,
  syn,
  TARGET,
} from './seen.fixture.js';

async function one(seen: readonly Seen[]): Promise<TraceResult> {
  const [trace, ...others] = await extract(seen);
  if (trace === undefined || others.length > 0) throw new Error(`${others.length} traces beside the first`);
  return trace;
}

const rtts = ({ hops }: TraceResult) =>
  hops.map(({ probes }) => probes.map((probe) => ('rtt' in probe ? probe.rtt : null)));

describe('a reply that is seen again', () => {
  const [probe = new Uint8Array(0)] = run(1, classic).map(({ datagram }) => datagram);
  const reply = timeExceeded(probe, router(1), { identification: 7, ttl: 60 });
  const again = async (second: Omit<Seen, 'at'>, at = 8) => {
    const seen = run(3, classic).filter((_, index) => index !== 1);
    const trace = await one([...seen, { at: 5, datagram: reply }, { ...second, at }]);
    return trace.hops[0]?.probes[0];
  };

  test.each<[string, Omit<Seen, 'at'>]>([
    ['on another interface', { datagram: reply, interface: 1 }],
    ['with another TTL, on the router’s other side', { datagram: reply.with(8, 59) }],
  ])('%s is the same one', async (_, second) => {
    expect(await again(second)).toMatchObject({ rtt: 5, duplicates: 0 });
  });

  test.each<[string, Omit<Seen, 'at'>, number?]>([
    ['on the same link', { datagram: reply }],
    ['with another identification', { datagram: reply.with(5, 8), interface: 1 }],
    ['with another code', { datagram: reply.with(20, 3), interface: 1 }],
    ['from elsewhere', { datagram: timeExceeded(probe, router(9), { identification: 7 }), interface: 1 }],
    ['more than a second later', { datagram: reply, interface: 1 }, 1006],
  ])('%s is a duplicate', async (_, second, at) => {
    expect(await again(second, at)).toMatchObject({ rtt: 5, duplicates: 1, address: router(1) });
  });

  test('is a duplicate of the one that was first in time, whatever the order of the packets', async () => {
    const seen = [
      ...run(3, classic).filter((_, index) => index !== 1),
      { at: 8, datagram: reply },
      { at: 5, datagram: reply },
    ];
    const [trace] = await all(captureOf(seen));
    expect(trace?.hops[0]?.probes[0]).toMatchObject({ rtt: 5, duplicates: 1, frames: { reply: 7 } });
  });

  test('as an answer of another kind is a duplicate', async () => {
    const seen = run(3, echo(7), { answer: directReply });
    const bytes = echo(7)(3, 2);
    const trace = await one([...seen, { at: 26, datagram: timeExceeded(bytes, TARGET), interface: 1 }]);
    expect(trace.hops[2]?.probes[0]).toMatchObject({ direct: 'echo-reply', duplicates: 1 });
  });
});

test('a Source Quench is a notice, and no answer', async () => {
  const seen = run(3, classic).filter((_, index) => index !== 3);
  const quench = timeExceeded(classic(2, 1), router(2)).with(20, 4);
  const trace = await one([...seen, { at: 15, datagram: quench }]);
  expect(trace.notices).toMatchObject([{ code: 'source-quench' }]);
  expect(paths(trace)).toEqual([[router(1)], ['*'], [TARGET]]);
});

test('of two tools at once only the one that an error answered traced anything', async () => {
  const unanswered = run(3, paris(40001), { start: 1 }).filter((_, index) => index % 2 === 0);
  expect(await one([...run(3, paris(40000)), ...unanswered])).toMatchObject({ probesSent: 3, outcome: 'reached' });
});

describe('what is counted as foreign', () => {
  const foreign = async (seen: readonly Seen[], ...more: readonly Seen[]) => (await one([...seen, ...more])).foreign;
  const pings = run(3, echo(7), { answer: directReply });

  test('is an echo reply with a number that no probe has', async () => {
    const other = icmpProbe({ source: SOURCE, destination: TARGET, ttl: 3, identifier: 7, sequenceNumber: 999 });
    expect(await foreign(pings, { at: 26, datagram: directReply(other) })).toBe(1);
  });

  test('is not an answer to something else that was sent there', async () => {
    const lookup = udpProbe({ source: SOURCE, destination: TARGET, ttl: 64, sourcePort: 5, destinationPort: 53 });
    expect(await foreign(run(3, classic), { at: 26, datagram: directReply(lookup) })).toBe(0);
  });

  test('is not an error about something sent elsewhere', async () => {
    const elsewhere = classic(3, 77, '203.0.113.77');
    expect(await foreign(run(3, classic), { at: 26, datagram: timeExceeded(elsewhere, router(9)) })).toBe(0);
  });

  test('goes to the run that had begun last', async () => {
    const other = udpProbe({ source: SOURCE, destination: TARGET, ttl: 1, sourcePort: 1, destinationPort: 1 });
    const stray = (at: number) => ({ at, datagram: timeExceeded(other, router(9)) });
    const two = [...run(3, paris(40000)), ...run(3, paris(40005), { start: 100 })];
    const counts = async (at: number) => (await extract([...two, stray(at)])).map((trace) => trace.foreign);
    expect(await counts(50)).toEqual([1, 0]);
    expect(await counts(150)).toEqual([0, 1]);
  });
});

describe('a reply', () => {
  /** A probe to each of three TTLs every 10 s, numbered on, the very first unanswered. */
  const rounds = Array.from({ length: 8 }, (_, round) =>
    run(3, (ttl, index) => echo(7)(ttl, index + 3 * round), { start: 10_000 * round, answer: directReply }),
  );
  const late = async (at: number) => {
    const seen = rounds.flat().filter((_, index) => index !== 1);
    return one([...seen, { at, datagram: timeExceeded(echo(7)(1, 0), router(1)) }]);
  };

  test('may come within a minute', async () => {
    const trace = await late(60_000);
    expect(rtts(trace)[0]?.[0]).toBe(60_000);
    expect(trace.foreign).toBe(0);
  });

  test('is foreign after that', async () => {
    const trace = await late(60_001);
    expect(trace.hops[0]?.probes[0]).toMatchObject({ status: 'timeout' });
    expect(trace.foreign).toBe(1);
  });

  test('may be stamped before its probe, by a second and no more', async () => {
    const stamped = async (at: number) => {
      const seen = run(3, syn, { start: 5000, answer: directReply }).filter((_, index) => index !== 1);
      return one([...seen, { at, datagram: timeExceeded(syn(1, 0), router(1)) }]);
    };
    expect(rtts(await stamped(4000))[0]).toEqual([-1000]);
    expect(rtts(await stamped(3999))[0]).toEqual([null]);
  });
});

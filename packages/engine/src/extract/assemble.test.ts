import { decodeDatagram, encodeDatagram } from '@hoplite/codec';
import { directReply, portUnreachable, tcpProbe, timeExceeded, udpProbe, unreachable } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { TraceResult } from '../result.js';
import { classic, echo, extract, paris, paths, router, run, type Seen, SOURCE, syn, TARGET } from './seen.fixture.js';

async function one(seen: readonly Seen[]): Promise<TraceResult> {
  const [trace, ...others] = await extract(seen);
  if (trace === undefined || others.length > 0) throw new Error(`${others.length} traces beside the first`);
  return trace;
}

/** A probe of each TTL, each answered as told 1 ms later. */
function asked(answers: readonly ((probe: Uint8Array) => Uint8Array | null)[], probe = classic): Seen[] {
  return answers.flatMap((answer, index) => {
    const datagram = probe(1 + index, index);
    const reply = answer(datagram);
    const at = 10 * index;
    return reply === null
      ? [{ at, datagram }]
      : [
          { at, datagram },
          { at: at + 1, datagram: reply },
        ];
  });
}

const hop = (from: string) => (probe: Uint8Array) => timeExceeded(probe, from);
const silent = () => null;

describe('the end of a trace', () => {
  test('is at the lowest TTL that reached the target, whatever was answered behind it', async () => {
    const from = (address: string) => (probe: Uint8Array) => portUnreachable(probe, address);
    const seen = asked([hop(router(1)), from('203.0.113.3'), from('203.0.113.4'), from('203.0.113.5')]);
    expect(await one(seen)).toMatchObject({ outcome: 'reached', answeredBy: '203.0.113.3', lastTtl: 4 });
    // The other way round in time.
    const reversed = seen.map(({ at, datagram }) => ({ at: 100 - at + 2 * (at % 10), datagram }));
    expect(await one(reversed)).toMatchObject({ outcome: 'reached', answeredBy: '203.0.113.3', lastTtl: 4 });
  });

  test('is the target, though an error on the way said that it cannot be reached', async () => {
    const refused = (probe: Uint8Array) => unreachable(probe, router(2), 1);
    const seen = asked([hop(router(1)), refused, (probe) => portUnreachable(probe, TARGET)]);
    expect(await one(seen)).toMatchObject({ outcome: 'reached', answeredBy: TARGET, annotation: null });
  });

  test('is where the way ended first, where nothing reached the target', async () => {
    const refused = (code: number, from: string) => (probe: Uint8Array) => unreachable(probe, from, code);
    const seen = asked([hop(router(1)), refused(1, router(2)), refused(0, router(3))]);
    expect(await one(seen)).toMatchObject({ outcome: 'unreachable', answeredBy: router(2), annotation: '!H' });
  });

  test('is none where only routers answered', async () => {
    const seen = asked([hop(router(1)), silent, hop(router(3)), silent]);
    expect(await one(seen)).toMatchObject({ outcome: 'unknown', answeredBy: null, annotation: null, lastTtl: 3 });
  });
});

test('times count from the trace’s first probe, wherever in the capture it is', async () => {
  const before = { at: 0, datagram: classic(64, 0, '192.0.2.200') };
  const trace = await one([before, ...run(3, classic, { start: 1500 })]);
  expect(trace).toMatchObject({ startedAt: '2023-11-14T22:13:21.500000000Z', duration: 25 });
  expect(trace.hops.flatMap(({ probes }) => probes.map(({ sentAt }) => sentAt))).toEqual([0, 10, 20]);
});

test('it lasts until its last reply, or its last probe where nobody answered that', async () => {
  expect((await one(asked([hop(router(1)), silent, silent]))).duration).toBe(20);
  const late = asked([hop(router(1)), hop(router(2))]).map((seen) => (seen.at === 1 ? { ...seen, at: 500 } : seen));
  expect((await one(late)).duration).toBe(500);
});

test('a TTL that the capture has no probe of is an empty hop, and the first hop is the lowest asked', async () => {
  const probes = [3, 4, 6].flatMap((ttl): Seen[] => {
    const datagram = classic(ttl, ttl);
    return [
      { at: ttl, datagram },
      { at: ttl + 0.5, datagram: timeExceeded(datagram, router(ttl)) },
    ];
  });
  const trace = await one(probes);
  expect(trace.hops.map(({ ttl }) => ttl)).toEqual([3, 4, 5, 6]);
  expect(paths(trace)).toEqual([[router(3)], [router(4)], [], [router(6)]]);
  expect(trace.options).toMatchObject({ firstTtl: 3, maxTtl: 6 });
});

describe('the options that the probes show', () => {
  const options = async (seen: readonly Seen[]) => (await one(seen)).options;
  const plain = { firstTtl: 1, maxTtl: 3, queries: 1, tos: 0 };

  test('of one flow, with its source port', async () => {
    const shown = { ...plain, packetLength: 40, port: 33434, sourcePort: 40000 };
    expect(await options(run(3, paris(40000)))).toEqual(shown);
  });

  test('of several queries, the most that a hop has, and the lowest port', async () => {
    const seen = run(2, classic, { queries: 3 }).filter((_, index) => index > 1);
    expect(await options(seen)).toEqual({ firstTtl: 1, maxTtl: 2, queries: 3, tos: 0, packetLength: 40, port: 33435 });
  });

  test('of ICMP, without ports', async () => {
    expect(await options(run(3, echo(7), { answer: directReply }))).toEqual({ ...plain, packetLength: 40 });
  });

  test('of TCP', async () => {
    expect(await options(run(3, syn, { answer: directReply }))).toEqual({ ...plain, packetLength: 40, port: 80 });
  });

  test('of IPv6, with its flow label, and the type of service', async () => {
    const target = '2001:db8:9::9';
    const probe = (ttl: number) => {
      const ports = { sourcePort: 40000, destinationPort: 33434 + ttl };
      const decoded = decodeDatagram(udpProbe({ source: '2001:db8::1', destination: target, ttl, ...ports }));
      if (!decoded.ok || decoded.value.ip.version === 4) throw new TypeError('no IPv6');
      const ip = { ...decoded.value.ip, flowLabel: 0x12345, trafficClass: 0xb8 };
      return encodeDatagram({ ip, payload: decoded.value.payload });
    };
    const answer = (bytes: Uint8Array) => portUnreachable(bytes, target);
    const seen = [1, 2].flatMap((ttl): Seen[] => {
      const datagram = probe(ttl);
      const reply = ttl === 2 ? answer(datagram) : timeExceeded(datagram, '2001:db8:5::1');
      return [
        { at: ttl, datagram },
        { at: ttl + 0.5, datagram: reply },
      ];
    });
    expect(await options(seen)).toEqual({
      ...plain,
      maxTtl: 2,
      tos: 0xb8,
      packetLength: 60,
      port: 33435,
      sourcePort: 40000,
      flowLabel: 0x12345,
    });
  });
});

test('a checksum that the sender’s hardware was to fill in is unknown, and not changed', async () => {
  // The pseudo-header of 10.0.0.1, 192.0.2.9, UDP and 20 bytes sums up to 0xcc2f.
  const offloaded = (ttl: number, index: number) => {
    const probe = { source: SOURCE, destination: TARGET, ttl, sourcePort: 40000, destinationPort: 33434 + index };
    return udpProbe({ ...probe, checksum: 0xcc2f });
  };
  const complete = (quote: Uint8Array) => quote.set([0xbe, 0xef], 26);
  const answer = (from: string) => (probe: Uint8Array) => timeExceeded(probe, from, { mangle: complete });
  const trace = await one(asked([answer(router(1)), answer(router(2))], offloaded));
  for (const { probes } of trace.hops) {
    expect(probes).toMatchObject([{ status: 'replied', unknown: ['checksum'], changed: {}, nat: false }]);
  }
  const filled = await one(asked([answer(router(1)), answer(router(2))]));
  expect(filled.hops[0]?.probes).toMatchObject([{ unknown: [], changed: { checksum: { quoted: 0xbeef } }, nat: true }]);
});

test('the same of a TCP probe, and a checksum of zero is what was sent', async () => {
  // With TCP and 20 bytes the sum is 0xcc24.
  const offloaded = (ttl: number, index: number) => {
    const ports = { sourcePort: 41000, destinationPort: 80, sequenceNumber: 1000 + index };
    const bytes = tcpProbe({ source: SOURCE, destination: TARGET, ttl, ...ports });
    bytes.set([0xcc, 0x24], 36);
    return bytes;
  };
  const answers = [hop(router(1)), hop(router(2))];
  expect((await one(asked(answers, offloaded))).hops[0]?.probes).toMatchObject([{ unknown: ['checksum'] }]);
  const zero = (ttl: number, index: number) => classic(ttl, index).fill(0, 26, 28);
  expect((await one(asked(answers, zero))).hops[0]?.probes).toMatchObject([{ unknown: [], changed: {} }]);
});

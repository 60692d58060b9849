import { LinkType, TcpFlag } from '@hoplite/codec';
import { captureOf, directReply, icmpProbe, tcpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { CapturePacket } from '../capture.js';
import { all, classic, echo, paris, paths, router, run, type Seen, SOURCE, TARGET } from './seen.fixture.js';

/** The packets with a link layer in front of each. */
function framed(seen: readonly Seen[], linkType: number, link: (index: number) => readonly number[]): CapturePacket[] {
  return captureOf(seen).map((packet, index) => {
    const frame = Uint8Array.of(...link(index), ...packet.frame);
    return { ...packet, linkType, frame, originalLength: frame.length };
  });
}

const duplicates = (packets: readonly CapturePacket[]) =>
  all(packets).then(([trace]) =>
    trace?.hops.map(({ probes }) => probes.map((probe) => ('duplicates' in probe ? probe.duplicates : '*'))),
  );

describe('a packet seen twice on one interface', () => {
  const seen = run(3, classic).flatMap((packet) => [packet, { ...packet, at: packet.at + 0.1 }]);
  const mac = (last: number) => [2, 0, 0, 0, 0, last];

  test.each<[string, number, (index: number) => readonly number[]]>([
    ['Ethernet', LinkType.ethernet, (i) => [...mac(9), ...mac(i % 2), 0x08, 0x00]],
    ['Linux cooked', LinkType.linuxSll, (i) => [0, i % 2 ? 4 : 0, 0, 1, 0, 6, ...mac(1), 0, 0, 0x08, 0x00]],
    ['Linux cooked 2', LinkType.linuxSll2, (i) => [8, 0, 0, 0, 0, 0, 0, 2, 0, 1, i % 2 ? 4 : 0, 6, ...mac(1), 0, 0]],
    ['another port of it', LinkType.linuxSll2, (i) => [8, 0, 0, 0, 0, 0, 0, i % 2, 0, 1, 0, 6, ...mac(1), 0, 0]],
  ])('was seen on its way in and on its way out where the link says so: %s', async (_, linkType, link) => {
    expect(await duplicates(framed(seen, linkType, link))).toEqual([[0], [0], [0]]);
  });

  test.each<[string, number, readonly number[]]>([
    ['Ethernet', LinkType.ethernet, [...mac(9), ...mac(1), 0x08, 0x00]],
    ['Linux cooked', LinkType.linuxSll, [0, 0, 0, 1, 0, 6, ...mac(1), 0, 0, 0x08, 0x00]],
    ['Linux cooked 2', LinkType.linuxSll2, [8, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, ...mac(1), 0, 0]],
  ])('was sent twice where it says the same of both: %s', async (_, linkType, link) => {
    expect(await duplicates(framed(seen, linkType, () => link))).toEqual([[1], [1], [1]]);
  });
});

test('padding of the link is no part of a probe, and what is not IP no part of a trace', async () => {
  const link = [2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 1, 0x08, 0x00];
  const padded = framed(run(3, classic), LinkType.ethernet, () => link).map((packet) => {
    const frame = Uint8Array.of(...packet.frame, 1, 2, 3, 4, 5, 6);
    return { ...packet, frame, originalLength: frame.length };
  });
  const [first, ...others] = padded;
  if (first === undefined) throw new TypeError('no packets');
  const arp = { ...first, frame: Uint8Array.of(...link, ...classic(4, 9)).with(13, 0x06), number: 100 };
  const [trace] = await all([first, arp, ...others]);
  expect(trace?.options.packetLength).toBe(40);
  expect(trace?.probesSent).toBe(3);
});

describe('TCP probes are', () => {
  const segment = (flags: number) => (ttl: number, index: number) =>
    tcpProbe({
      source: SOURCE,
      destination: TARGET,
      ttl,
      sourcePort: 41000,
      destinationPort: 80,
      sequenceNumber: 1e6 * (1 + index),
      flags,
      acknowledgmentNumber: 1,
    });
  const answer = directReply;

  test.each([
    ['SYNs', TcpFlag.syn],
    ['SYNs that negotiate congestion notification', TcpFlag.syn | TcpFlag.ece | TcpFlag.cwr],
    ['bare ACKs', TcpFlag.ack],
  ])('%s', async (_, flags) => {
    const [trace] = await all(captureOf(run(3, segment(flags), { answer })));
    expect(trace).toMatchObject({ method: 'tcp', probesSent: 3 });
  });

  test.each([
    ['FINs', TcpFlag.fin | TcpFlag.ack],
    ['resets', TcpFlag.rst],
    ['SYN-ACKs', TcpFlag.syn | TcpFlag.ack],
  ])('no %s', async (_, flags) => {
    const answered = run(3, segment(flags), { answer: (bytes) => timeExceeded(bytes, router(3)) });
    expect(await all(captureOf(answered))).toEqual([]);
  });

  test('no segments that carry data', async () => {
    const carrying = (ttl: number, index: number) => Uint8Array.of(...segment(TcpFlag.ack)(ttl, index), 1).with(3, 41);
    expect(await all(captureOf(run(3, carrying, { answer })))).toEqual([]);
  });

  test('of two kinds two traces', async () => {
    const seen = [...run(3, segment(TcpFlag.syn), { answer }), ...run(3, segment(TcpFlag.ack), { start: 1, answer })];
    const traces = await all(captureOf(seen.sort((a, b) => a.at - b.at)));
    expect(traces.map(({ probesSent }) => probesSent)).toEqual([3, 3]);
  });
});

test('the size of a probe is that of its datagram, and of the frame where segmentation offload left it out', async () => {
  const long = (ttl: number, index: number) =>
    udpProbe({
      source: SOURCE,
      destination: TARGET,
      ttl,
      sourcePort: 40000,
      destinationPort: 33434 + index,
      payload: new Uint8Array(72),
    });
  const [whole] = await all(captureOf(run(3, long)));
  expect(whole?.options.packetLength).toBe(100);
  const link = [2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 1, 0x08, 0x00];
  const offloaded = framed(run(3, long), LinkType.ethernet, () => link).map((packet, index) =>
    index % 2 === 0 ? { ...packet, frame: packet.frame.slice().fill(0, 16, 18) } : packet,
  );
  const [trace] = await all(offloaded);
  expect(trace?.options.packetLength).toBe(100);
  expect(trace && paths(trace)).toEqual([[router(1)], [router(2)], [TARGET]]);
  const [claimed] = await all(offloaded.map((packet) => ({ ...packet, originalLength: 3 })));
  expect(claimed?.options.packetLength).toBe(100);
});

test('echo requests and UDP cut by the snap length before their ports are no probes', async () => {
  for (const [probe, cut] of [
    [echo(7), 23],
    [paris(40000), 22],
  ] as const) {
    const seen = captureOf(run(3, probe));
    expect(
      await all(
        seen.map((packet, index) => (index % 2 === 0 ? { ...packet, frame: packet.frame.subarray(0, cut) } : packet)),
      ),
    ).toEqual([]);
  }
});

test('UDP-Lite is traced as UDP is', async () => {
  const [trace] = await all(captureOf(run(3, (ttl, index) => classic(ttl, index).with(9, 136))));
  expect(trace).toMatchObject({ method: 'udp-classic', outcome: 'reached', probesSent: 3 });
});

test('echo requests over IPv6 are probes too', async () => {
  const request = (ttl: number, index: number) =>
    icmpProbe({ source: '2001:db8::1', destination: '2001:db8:9::9', ttl, identifier: 7, sequenceNumber: index });
  const seen = [1, 2, 3].flatMap((ttl): Seen[] => {
    const datagram = request(ttl, ttl);
    const reply = ttl === 3 ? directReply(datagram) : timeExceeded(datagram, `2001:db8:5::${ttl}`);
    return [
      { at: ttl, datagram },
      { at: ttl + 0.5, datagram: reply },
    ];
  });
  const [trace] = await all(captureOf(seen));
  expect(trace).toMatchObject({ family: 6, method: 'icmp', outcome: 'reached', probesSent: 3 });
});

import { decodeDatagram, encodeDatagram } from '@hoplite/codec';
import {
  captureOf,
  directReply,
  icmpProbe,
  portUnreachable,
  timeExceeded,
  udpProbe,
  unreachable,
} from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { CapturePacket } from '../capture.js';
import type { TraceResult } from '../result.js';
import { extractTraces } from './extract.js';
import {
  all,
  classic,
  echo,
  extract,
  PATH_OF_3,
  paris,
  paths,
  router,
  run,
  type Seen,
  SOURCE,
  syn,
  TARGET,
} from './seen.fixture.js';

describe('a traceroute is found', () => {
  test.each([
    ['udp-classic', run(3, classic)],
    ['udp', run(3, paris(40000))],
    ['icmp', run(3, echo(7), { answer: directReply })],
    ['tcp', run(3, syn, { answer: directReply })],
  ])('of method %s', async (method, seen) => {
    const [trace, ...others] = await extract(seen);
    expect(others).toEqual([]);
    expect(trace).toMatchObject({
      method,
      source: SOURCE,
      address: TARGET,
      outcome: 'reached',
      answeredBy: TARGET,
      lastTtl: 3,
      probesSent: 3,
    });
    expect(trace && paths(trace)).toEqual(PATH_OF_3);
  });

  test('over IPv6', async () => {
    const target = '2001:db8:9::9';
    const probe = (ttl: number, index: number) =>
      udpProbe({ source: '2001:db8::1', destination: target, ttl, sourcePort: 40000, destinationPort: 33434 + index });
    const seen = [1, 2].flatMap((ttl): Seen[] => {
      const bytes = probe(ttl, ttl);
      const reply = ttl === 2 ? portUnreachable(bytes, target) : timeExceeded(bytes, '2001:db8:5::1');
      return [
        { at: ttl, datagram: bytes },
        { at: ttl + 0.5, datagram: reply },
      ];
    });
    const [trace] = await extract(seen);
    expect(trace).toMatchObject({ family: 6, outcome: 'reached', method: 'udp-classic' });
    expect(trace && paths(trace)).toEqual([['2001:db8:5::1'], [target]]);
  });

  test('to the end of its source route, whichever gateway the packets are addressed to by then', async () => {
    const GATEWAY = '192.0.2.5';
    const routed = (bytes: Uint8Array, gatewayPassed: boolean): Uint8Array => {
      const probe = decodeDatagram(bytes);
      if (!probe.ok || probe.value.ip.version === 6) throw new TypeError('no IPv4');
      const { headerLength: _, totalLength: __, ...ip } = probe.value.ip;
      const pointer = gatewayPassed ? 8 : 4;
      const route = { kind: 'loose-source-route', pointer, addresses: [gatewayPassed ? GATEWAY : TARGET] } as const;
      const destination = gatewayPassed ? TARGET : GATEWAY;
      const options = [route, { kind: 'end-of-list', padding: new Uint8Array(0) } as const];
      return encodeDatagram({ ip: { ...ip, destination, options }, payload: probe.value.payload });
    };
    const seen = [1, 2, 3].flatMap((ttl): Seen[] => {
      const sent = routed(echo(7)(ttl, ttl), false);
      const arrived = routed(echo(7)(ttl, ttl), true);
      const answer = [timeExceeded(sent, router(1)), timeExceeded(arrived, router(2)), directReply(arrived)][ttl - 1];
      return [
        { at: 10 * ttl, datagram: sent },
        { at: 10 * ttl + 5, datagram: answer ?? sent },
      ];
    });
    const [trace] = await extract(seen);
    expect(trace).toMatchObject({ target: TARGET, outcome: 'reached', answeredBy: TARGET });
    expect(trace && paths(trace)).toEqual(PATH_OF_3);
  });

  test('with the size of the whole probe where it went in fragments', async () => {
    const data = new Uint8Array(3972);
    const fragments = (whole: Uint8Array): Uint8Array[] => {
      const probe = decodeDatagram(whole);
      if (!probe.ok || probe.value.ip.version === 6) throw new TypeError('no IPv4');
      const { headerLength: _, totalLength: __, ...ip } = probe.value.ip;
      return [0, 1480, 2960].map((start, index) =>
        encodeDatagram({
          ip: { ...ip, fragmentOffset: start / 8, moreFragments: index < 2 },
          payload: { kind: 'opaque', bytes: whole.subarray(20 + start, 20 + start + 1480) },
        }),
      );
    };
    const seen = [1, 2].flatMap((ttl): Seen[] => {
      const probe = {
        source: SOURCE,
        destination: TARGET,
        ttl,
        identification: ttl,
        identifier: 7,
        sequenceNumber: ttl,
      };
      const packets = fragments(icmpProbe({ ...probe, data }));
      const sent = packets.map((datagram, index) => ({ at: 10 * ttl + index, datagram }));
      return [...sent, { at: 10 * ttl + 5, datagram: timeExceeded(packets[0] ?? data, router(ttl)) }];
    });
    const [trace] = await extract(seen);
    expect(trace?.options.packetLength).toBe(4000);
    expect(trace?.hops.flatMap((hop) => hop.probes.map((probe) => probe.size))).toEqual([4000, 4000]);
    expect(trace && paths(trace)).toEqual([[router(1)], [router(2)]]);
  });

  test('with every member of its result', async () => {
    const seen = run(2, classic, { answer: (bytes) => unreachable(bytes, router(2), 13) });
    expect(await extract(seen)).toEqual([
      {
        v: 1,
        target: TARGET,
        address: TARGET,
        source: SOURCE,
        family: 4,
        method: 'udp-classic',
        transport: 'pcap',
        timestamps: 'capture',
        startedAt: '2023-11-14T22:13:20.000000000Z',
        duration: 15,
        outcome: 'unreachable',
        annotation: '!X',
        error: null,
        lastTtl: 2,
        answeredBy: router(2),
        probesSent: 2,
        foreign: 0,
        ambiguous: 0,
        notices: [],
        options: { firstTtl: 1, maxTtl: 2, queries: 1, packetLength: 40, tos: 0, port: 33434 },
        hops: [
          {
            ttl: 1,
            probes: [expect.objectContaining({ attempt: 1, sentAt: 0, rtt: 5, frames: { probe: 1, reply: 2 } })],
          },
          {
            ttl: 2,
            probes: [
              {
                attempt: 1,
                status: 'replied',
                sentAt: 10,
                size: 40,
                sourcePort: 50037,
                destinationPort: 33435,
                frames: { probe: 3, reply: 4 },
                rtt: 5,
                address: router(2),
                name: null,
                icmp: { type: 3, code: 13 },
                direct: null,
                annotation: '!X',
                replyTtl: 64,
                quotedTtl: 1,
                changed: {},
                unknown: [],
                nat: false,
                mtu: null,
                mpls: [],
                interfaces: [],
                extensions: [],
                duplicates: 0,
              },
            ],
          },
        ],
      },
    ]);
  });

  test('with its rounds as further attempts, as mtr sends them', async () => {
    const rounds = [0, 1, 2].flatMap((round) =>
      run(3, (ttl, index) => echo(7)(ttl, index + 10 * round), { start: 1000 * round, answer: directReply }),
    );
    const [trace] = await extract(rounds);
    expect(trace && paths(trace)).toEqual(PATH_OF_3.map(([address]) => [address, address, address]));
  });

  test('with the same sequence numbers again and again, as in hours of mtr’s rounds', async () => {
    const again = (ttl: number, index: number) =>
      icmpProbe({ source: SOURCE, destination: TARGET, ttl, identifier: 7, sequenceNumber: index % 25 });
    const rounds = Array.from({ length: 21 }, (_, round) =>
      run(3, (ttl, index) => again(ttl, 3 * round + index), { start: 10_000 * round, answer: directReply }),
    );
    const [trace] = await extract(rounds.flat());
    expect(trace?.ambiguous).toBe(0);
    expect(trace?.hops.flatMap((hop) => hop.probes.map((probe) => 'rtt' in probe && probe.rtt))).toEqual(
      Array(63).fill(5),
    );
  });

  test('however long it is', async () => {
    const bytes = [1, 2, 3].map((ttl) => echo(7)(ttl, ttl));
    const answers = bytes.map((probe, i) => (i === 2 ? directReply(probe) : timeExceeded(probe, router(i + 1))));
    function* rounds(): Generator<CapturePacket> {
      const shapes = captureOf([...bytes, ...answers].map((datagram) => ({ at: 0, datagram })));
      for (let number = 1; number <= 264_000; ) {
        for (const ttl of [0, 1, 2]) {
          for (const shape of [shapes[ttl], shapes[ttl + 3]]) if (shape) yield { ...shape, number, at: 2e8 * number++ };
        }
      }
    }
    const [trace, ...others] = await all(rounds());
    expect(others).toEqual([]);
    expect(trace?.probesSent).toBe(132_000);
    const unanswered = trace?.hops.flatMap((hop) => hop.probes).filter((probe) => probe.status !== 'replied');
    expect(unanswered).toEqual([]);
  });

  test('with silent hops and unanswered probes', async () => {
    const seen = run(4, classic, { queries: 2 }).filter(({ at }) => at !== 5 && at !== 25 && at !== 35);
    const [trace] = await extract(seen);
    expect(trace && paths(trace)).toEqual([
      ['*', router(1)],
      ['*', '*'],
      [router(3), router(3)],
      [TARGET, TARGET],
    ]);
    expect(trace?.hops[1]?.probes[0]).toMatchObject({ status: 'timeout', frames: { reply: null } });
  });

  test('that shows no end, as unknown', async () => {
    const seen = run(3, classic).slice(0, -1);
    expect(await extract(seen)).toMatchObject([{ outcome: 'unknown', answeredBy: null, error: null, lastTtl: 2 }]);
  });

  test('whose probes all have the same identifier and sequence number', async () => {
    const probe = (ttl: number, index: number) =>
      icmpProbe({
        source: SOURCE,
        destination: TARGET,
        ttl,
        identifier: 7,
        sequenceNumber: 7,
        identification: 500 + index,
      });
    const [trace] = await extract(run(3, probe, { answer: directReply }));
    expect(trace && paths(trace)).toEqual(PATH_OF_3);
  });

  test('whose source port tells a hop’s queries apart while the destination port rises with the hop', async () => {
    const probe = (ttl: number, index: number) =>
      udpProbe({
        source: SOURCE,
        destination: TARGET,
        ttl,
        sourcePort: 40000 + (index % 3),
        destinationPort: 33433 + ttl,
      });
    const traces = await extract(run(4, probe, { queries: 3 }));
    expect(traces.map(({ probesSent }) => probesSent)).toEqual([12]);
  });

  test('whose errors come back through a NAT that changed source, destination or identification in the quote', async () => {
    const offsets = { source: 12, destination: 16, identification: 4 };
    for (const [field, offset] of Object.entries(offsets)) {
      const mangle = (quote: Uint8Array): void => {
        quote[offset] = 203;
      };
      const seen = [1, 2, 3].flatMap((ttl): Seen[] => {
        const bytes = classic(ttl, ttl);
        return [
          { at: ttl, datagram: bytes },
          { at: ttl + 0.5, datagram: timeExceeded(bytes, router(ttl), { mangle }) },
        ];
      });
      const [trace] = await extract(seen);
      expect(trace && paths(trace)).toEqual([[router(1)], [router(2)], [router(3)]]);
      expect(trace?.hops[0]?.probes[0]).toMatchObject({ nat: field === 'destination', changed: { [field]: {} } });
    }
  });
});

describe('a traceroute is found whole', () => {
  const udp = (ttl: number, sourcePort: number, destinationPort: number, index: number) =>
    udpProbe({ source: SOURCE, destination: TARGET, ttl, sourcePort, destinationPort, identification: 700 + index });

  test('though it varies the flow by its destination port, as dublin-traceroute does', async () => {
    const flows = [0, 1, 2].flatMap((flow) =>
      run(3, (ttl) => udp(ttl, 12345, 33434 + flow, 10 * flow + ttl), { start: 100 * flow }),
    );
    expect((await extract(flows)).map(({ probesSent }) => probesSent)).toEqual([9]);
  });

  test('though it varies the flow by its source port once it needs more flows, as scamper’s tracelb does', async () => {
    const first = run(4, (ttl) => udp(ttl, 62000, 33435, ttl));
    const others = [1, 2].flatMap((flow) =>
      run(4, (ttl) => udp(ttl, 62000 + flow, 33435, 10 * flow + ttl), { start: 100 * flow }).filter((_, i) => i >= 2),
    );
    expect((await extract([...first, ...others])).map(({ probesSent }) => probesSent)).toEqual([10]);
  });

  test('however many flows of neighbouring source ports come after it', async () => {
    const flood = Array.from({ length: 40_000 }, (_, index): Seen => {
      const probe = { source: SOURCE, destination: TARGET, ttl: 2, destinationPort: 33434, checksum: 1 };
      return { at: 100 + index / 1000, datagram: udpProbe({ ...probe, sourcePort: 20_001 + index }) };
    });
    const [trace] = await extract([...run(3, paris(20_000)), ...flood]);
    expect(trace).toMatchObject({ outcome: 'reached', answeredBy: TARGET });
  });

  test('though two tools happen to have neighbouring source ports, each for itself', async () => {
    const seen = [0, 1].flatMap((tool) =>
      run(4, (ttl) => udp(ttl, 62000 + tool, 33435, 10 * tool + ttl), { start: tool }),
    );
    expect((await extract(seen)).map(({ probesSent }) => probesSent)).toEqual([4, 4]);
  });

  test('though the snap length cut the quotes before their sequence numbers', async () => {
    const packets = captureOf(run(3, echo(7), { answer: directReply }));
    const cut = packets.map((packet) => ({ ...packet, frame: packet.frame.subarray(0, 20 + 8 + 20 + 6) }));
    const [trace] = await all(cut);
    expect(trace && paths(trace)).toEqual(PATH_OF_3);
  });

  test('without the stray datagram that went to another port on the way', async () => {
    const stray = { at: 12, datagram: udp(2, 5555, 9999, 1) };
    const seen = [...run(3, classic), stray, { at: 13, datagram: timeExceeded(stray.datagram, router(2)) }];
    expect((await extract(seen)).map(({ probesSent, foreign }) => ({ probesSent, foreign }))).toEqual([
      { probesSent: 3, foreign: 1 },
    ]);
  });
});

describe('several traceroutes', () => {
  test('at once, to one target, are told apart by their ports and identifiers', async () => {
    const seen = [
      ...run(3, classic),
      ...run(3, paris(40000), { start: 1 }),
      ...run(3, paris(40001), { start: 2 }),
      ...run(3, echo(7), { start: 3, answer: directReply }),
      ...run(3, echo(8), { start: 4, answer: directReply }),
      ...run(3, syn, { start: 1, answer: directReply }),
    ];
    const traces = await extract(seen);
    expect(traces.map(({ method }) => method).sort()).toEqual(['icmp', 'icmp', 'tcp', 'udp', 'udp', 'udp-classic']);
    for (const trace of traces) expect(paths(trace)).toEqual(PATH_OF_3);
  });

  test('one after the other with a pause of more than 30 s are two, with less one', async () => {
    const again = (start: number) => [...run(3, classic), ...run(3, classic, { start })];
    expect((await extract(again(31_000))).map(({ probesSent }) => probesSent)).toEqual([3, 3]);
    expect((await extract(again(29_000))).map(({ probesSent }) => probesSent)).toEqual([6]);
    expect((await extract(again(30_020))).map(({ probesSent }) => probesSent)).toEqual([6]);
    expect((await extract(again(30_021))).map(({ probesSent }) => probesSent)).toEqual([3, 3]);
  });

  test('come in the order of their starts, whatever the order of the packets', async () => {
    const to = (destination: string) => (ttl: number, index: number) => classic(ttl, index, destination);
    const [early, late] = ['192.0.2.51', '192.0.2.52'] as const;
    const packets = captureOf([...run(3, to(late), { start: 500 }), ...run(3, to(early))]);
    expect((await all(packets)).map(({ address }) => address)).toEqual([early, late]);
  });

  test('stay whole though a packet among them bears a stamp of another day', async () => {
    for (const day of [86_400_000, -86_400_000]) {
      const [first, ...others] = captureOf(run(3, classic));
      const bogus = captureOf([{ at: day, datagram: classic(64, 0, '192.0.2.200') }]);
      const packets = [first, ...bogus, ...others].flatMap((packet) => packet ?? []);
      const traces = await all(packets.map((packet, index) => ({ ...packet, number: index + 1 })));
      expect(traces.map(({ probesSent }) => probesSent)).toEqual([3]);
    }
  });

  test('are yielded each as soon as it is complete', async () => {
    const late = [40_000, 40_001].map((at) => ({ at, datagram: classic(64, 0, '192.0.2.200') }));
    const packets = captureOf([...run(3, classic), ...late]);
    const yielded: string[] = [];
    const source = (async function* (): AsyncGenerator<CapturePacket> {
      yield* packets;
      yielded.push('all packets read');
    })();
    for await (const trace of extractTraces(source)) yielded.push(trace.address);
    expect(yielded).toEqual([TARGET, 'all packets read']);
  });

  test('are yielded though ordinary packets to the same target go on', async () => {
    const ordinary = Array.from({ length: 12 }, (_, i) => ({ at: 5000 * (i + 1), datagram: classic(64, i) }));
    const yielded: string[] = [];
    const source = (async function* (): AsyncGenerator<CapturePacket> {
      yield* captureOf([...run(3, classic), ...ordinary]);
      yielded.push('all packets read');
    })();
    for await (const trace of extractTraces(source)) yielded.push(trace.address);
    expect(yielded).toEqual([TARGET, 'all packets read']);
  });

  test('that were found stay found when the capture ends in a fault', async () => {
    const source = (function* (): Generator<CapturePacket> {
      yield* captureOf(run(3, classic));
      throw new Error('cut');
    })();
    const found: TraceResult[] = [];
    await expect(async () => {
      for await (const trace of extractTraces(source)) found.push(trace);
    }).rejects.toThrow('cut');
    expect(found).toHaveLength(1);
  });
});

describe('packets captured twice', () => {
  /** What a router's two interfaces show: each probe again with its TTL one less, each reply likewise. */
  const onRouter = (seen: readonly Seen[]): Seen[] =>
    seen.flatMap((packet) => {
      const datagram = packet.datagram.slice();
      datagram[8] = (datagram[8] ?? 0) - 1;
      return [packet, { at: packet.at + 0.1, datagram, interface: 1 }];
    });

  test.each([
    ['udp-classic', run(3, classic)],
    ['udp', run(3, paris(40000))],
    ['icmp', run(3, echo(7), { answer: directReply })],
  ])('on a router count once: %s', async (_, seen) => {
    const [trace, ...others] = await extract(onRouter(seen));
    expect(others).toEqual([]);
    expect(trace && paths(trace)).toEqual(PATH_OF_3);
    expect(trace?.hops.flatMap((hop) => hop.probes.map((probe) => 'duplicates' in probe && probe.duplicates))).toEqual([
      0, 0, 0,
    ]);
  });

  test('on one interface are duplicates where they are replies', async () => {
    const seen = run(3, classic);
    const mirrored = seen.flatMap((packet, i) => (i % 2 === 1 ? [packet, { ...packet, at: packet.at + 1 }] : [packet]));
    const [trace] = await extract(mirrored);
    expect(trace?.hops.flatMap((hop) => hop.probes.map((probe) => 'duplicates' in probe && probe.duplicates))).toEqual([
      1, 1, 1,
    ]);
    expect(trace?.hops[0]?.probes[0]).toMatchObject({ rtt: 5 });
  });

  test('out of the order of time are read in it', async () => {
    const packets = captureOf(run(3, classic));
    const shuffled = [...packets].reverse().map((packet, index) => ({ ...packet, number: index + 1 }));
    const [trace] = await all(shuffled);
    expect(trace && paths(trace)).toEqual(PATH_OF_3);
    expect(trace?.notices).toEqual([]);
  });
});

describe('a traceroute begins', () => {
  const from = (first: number) =>
    [0, 1].flatMap((index): Seen[] => {
      const datagram = classic(first + index, index);
      return [
        { at: index, datagram },
        { at: index + 0.5, datagram: timeExceeded(datagram, router(index)) },
      ];
    });

  test('at TTL 32 at the highest: what begins farther off is a host’s', async () => {
    expect(await extract(from(32))).toMatchObject([{ probesSent: 2 }]);
    expect(await extract(from(33))).toEqual([]);
  });
});

describe('no traceroute is', () => {
  const ordinary = (index: number, ttl = 64): Uint8Array =>
    udpProbe({
      source: SOURCE,
      destination: TARGET,
      ttl,
      sourcePort: 50000 + index,
      destinationPort: 53,
      identification: index,
    });

  test.each<[string, Seen[]]>([
    [
      'a lookup and its answer',
      [
        { at: 0, datagram: ordinary(1) },
        { at: 1, datagram: directReply(ordinary(1)) },
      ],
    ],
    [
      'a lookup that finds no server',
      [
        { at: 0, datagram: ordinary(1) },
        { at: 1, datagram: portUnreachable(ordinary(1), TARGET) },
      ],
    ],
    [
      'a ping',
      Array.from({ length: 8 }, (_, i) => [
        { at: i, datagram: echo(7)(64, i) },
        { at: i + 0.5, datagram: directReply(echo(7)(64, i)) },
      ]).flat(),
    ],
    [
      'a ping that runs into a loop',
      Array.from({ length: 8 }, (_, i) => [
        { at: i, datagram: echo(7)(64, i) },
        { at: i + 0.5, datagram: timeExceeded(echo(7)(64, i), router(1)) },
      ]).flat(),
    ],
    ['probes that nobody answers', run(3, classic).filter((_, i) => i % 2 === 0)],
    ['what was never asked for', [{ at: 0, datagram: directReply(classic(64, 0)) }]],
    ['a stray error', [{ at: 0, datagram: timeExceeded(classic(1, 0), router(1)) }]],
    [
      'ordinary packets over paths of two lengths',
      [
        { at: 0, datagram: ordinary(1, 57) },
        { at: 1, datagram: ordinary(2, 58) },
        { at: 2, datagram: portUnreachable(ordinary(1, 57), TARGET) },
      ],
    ],
  ])('%s', async (_, seen) => {
    expect(await extract(seen)).toEqual([]);
  });

  test('a long row of probes before anybody answers: little of it is kept', async () => {
    const flood = Array.from({ length: 2000 }, (_, i): Seen => ({ at: i, datagram: paris(40000)(1 + (i % 2), i) }));
    const answer = { at: 2000, datagram: timeExceeded(paris(40000)(2, 1999), router(2)) };
    const [trace] = await extract([...flood, answer]);
    expect(trace?.lastTtl).toBe(2);
    expect(trace?.probesSent).toBeLessThan(300);
  });

  test('and ordinary packets to the same target are no probes of one', async () => {
    const lookups = Array.from({ length: 300 }, (_, i): Seen => ({ at: i, datagram: ordinary(i) }));
    const [trace, ...others] = await extract([...run(3, classic), ...lookups]);
    expect(others).toEqual([]);
    expect(trace?.probesSent).toBe(3);
  });
});

describe('what a trace cannot use is counted', () => {
  test('replies without a probe as foreign', async () => {
    const other = udpProbe({ source: SOURCE, destination: TARGET, ttl: 1, sourcePort: 1, destinationPort: 1 });
    const [trace] = await extract([...run(3, classic), { at: 12, datagram: timeExceeded(other, router(9)) }]);
    expect(trace).toMatchObject({ foreign: 1, ambiguous: 0 });
    expect(trace && paths(trace)).toEqual(PATH_OF_3);
  });

  test('replies that fit several TTLs as ambiguous', async () => {
    const same = (ttl: number) =>
      udpProbe({ source: SOURCE, destination: TARGET, ttl, sourcePort: 1, destinationPort: 2, checksum: 3 });
    const seen = [1, 2, 3].map((ttl): Seen => ({ at: ttl, datagram: same(ttl) }));
    const first = { at: 1.5, datagram: timeExceeded(same(1), router(1)) };
    const third = { at: 3.5, datagram: timeExceeded(same(3), router(3)) };
    expect(await extract([...seen, first, third])).toMatchObject([{ ambiguous: 1, foreign: 0, lastTtl: 1 }]);
  });

  test('and not those to a probe whose port an answered one had before', async () => {
    const ports = [40001, 40002, 40001, 40003];
    const connected = (ttl: number, index: number) =>
      udpProbe({ source: SOURCE, destination: TARGET, ttl, sourcePort: ports[index] ?? 0, destinationPort: 33434 });
    const seen = run(4, connected);
    const [trace] = await extract(seen);
    expect(trace).toMatchObject({ ambiguous: 0, foreign: 0 });
    expect(trace && paths(trace)).toEqual([[router(1)], [router(2)], [router(3)], [TARGET]]);

    const silent = seen.filter(({ at }) => at !== 25);
    const duplicate = { at: 26, datagram: timeExceeded(connected(1, 0), router(1)) };
    const [cautious] = await extract([...silent, duplicate]);
    expect(cautious).toMatchObject({ ambiguous: 1, foreign: 0 });
    expect(cautious && paths(cautious)).toEqual([[router(1)], [router(2)], ['*'], [TARGET]]);
  });

  test('a reply stamped before its probe gives a negative round-trip time and a notice', async () => {
    const seen = run(3, classic);
    const early = seen.map((packet) => (packet.at === 15 ? { ...packet, at: 9.5 } : packet));
    const [trace] = await extract(early);
    expect(trace?.hops[1]?.probes[0]).toMatchObject({ rtt: -0.5 });
    const text = 'the reply in frame 3 is stamped before its probe in frame 4 (TTL 2)';
    expect(trace?.notices).toEqual([{ code: 'negative-rtt', text }]);
  });
});

test('of the path of a capture it says how packets are had from it', async () => {
  const traces = extractTraces('run.pcap' as unknown as CapturePacket[]);
  await expect(traces.next()).rejects.toThrow(new TypeError('packets is text: those of a file are readCapture(path)'));
});

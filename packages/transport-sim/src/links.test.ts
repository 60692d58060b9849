import { decodeDatagram, verifyChecksums } from '@hoplite/codec';
import { describe, expect, test } from 'vitest';
import { answersTo, echo, lineNetwork, saidTo, TARGET, udp } from './line.fixture.js';
import type { LinkInit } from './topology/link.js';

/** The line with its second link changed. */
const over = (link: Partial<LinkInit>, seed = 1) => lineNetwork({ links: { r1: link } }, seed);
const thousand = Array.from({ length: 1000 }, (_, index) => index);

describe('a link', () => {
  test('takes its time, which may be another one on the way back', () => {
    expect(answersTo(over({ latency: 5.25, reverse: { latency: 0.5 } }), udp(2))).toMatchObject([
      { at: 1 + 5.25 + 0.5 + 1 },
    ]);
  });

  test('takes up to its jitter longer', () => {
    const network = over({ jitter: 10, reverse: { jitter: 0 } });
    const times = thousand.map(() => answersTo(network, udp(2))[0]?.at ?? Number.NaN).sort((a, b) => a - b);
    expect(times[0]).toBeGreaterThanOrEqual(4);
    expect(times[0]).toBeLessThan(4.5);
    expect(times.at(-1)).toBeGreaterThan(13.5);
    expect(times.at(-1)).toBeLessThanOrEqual(14);
  });

  test('loses what it may lose, each way', () => {
    const back = over({ loss: 0, reverse: { loss: 0.3 } });
    for (const network of [over({ loss: 0.3, reverse: { loss: 0 } }), back]) {
      const arrived = thousand.flatMap(() => answersTo(network, udp(2))).length;
      expect(arrived).toBeGreaterThan(640);
      expect(arrived).toBeLessThan(760);
    }
    expect(saidTo(over({ loss: 1 }), udp(2))).toEqual([]);
  });

  test('duplicates what it may duplicate', () => {
    expect(saidTo(over({ duplication: 1 }), udp(2))).toHaveLength(4);
    expect(saidTo(over({ duplication: 1, reverse: { duplication: 0 } }), udp(2))).toHaveLength(2);
  });

  test('lets a packet overtake another that it holds back', () => {
    const network = over({ reordering: 0.5, reorderingDelay: 20, reverse: { reordering: 0 } });
    const times = thousand.map(() => answersTo(network, udp(2))[0]?.at);
    expect(new Set(times)).toEqual(new Set([4, 24]));
  });

  test('changes one bit of what it corrupts, and no node takes a broken header', () => {
    const network = over({ reverse: { corruption: 1 } });
    const whole = answersTo(lineNetwork(), echo(9))[0];
    const arrived = thousand.flatMap(() => network.send('pc', echo(9), 0)).map(({ datagram }) => datagram);
    expect(arrived.length).toBeGreaterThan(200);
    expect(arrived.length).toBeLessThan(900);
    for (const datagram of arrived) {
      expect(verifyChecksums(datagram)).toMatchObject({ ip: 'valid', payload: 'invalid' });
      expect(decodeDatagram(datagram)).toMatchObject({ ok: true, value: { ip: { source: whole?.from } } });
    }
  });

  test('that is down carries nothing', () => {
    expect(saidTo(over({ up: false }), udp(2))).toEqual(['10.0.1.2 3/0']);
    expect(saidTo(over({ up: false }), udp(1))).toEqual(['10.0.1.2 time-exceeded']);
  });
});

describe('a link with a small MTU', () => {
  const network = over({ mtu: 600 });
  const payload = new Uint8Array(1000);
  /** The same with the bit that forbids fragmentation. */
  const whole = (ttl: number) => {
    const bytes = udp(ttl, { payload });
    bytes[6] = 0x40;
    new DataView(bytes.buffer).setUint16(10, new DataView(bytes.buffer).getUint16(10) - 0x4000);
    return bytes;
  };

  test('makes the router before it say so, with the MTU', () => {
    expect(answersTo(network, whole(9))).toMatchObject([
      { from: '10.0.1.2', what: '3/4', datagram: { payload: { nextHopMtu: 600 } } },
    ]);
    expect(answersTo(network, udp(9, { family: 6, payload }))).toMatchObject([
      { from: '2001:db8::1:2', what: '2/0', datagram: { payload: { mtu: 600 } } },
    ]);
  });

  test('lets small datagrams pass', () => {
    expect(saidTo(network, udp(9, { payload: new Uint8Array(572) }))).toEqual([`${TARGET} 3/3`]);
  });

  test('gets larger ones in pieces, which the target puts together', () => {
    const open = lineNetwork({ links: { r1: { mtu: 600 } }, nodes: { target: { services: { udp: [33434] } } } });
    const filled = payload.map((_, index) => index);
    expect(answersTo(open, udp(9, { payload: filled }))).toMatchObject([
      { what: 'udp', datagram: { payload: { payload: filled } } },
    ]);
  });

  test('makes routers behind it answer the first piece only', () => {
    const answers = answersTo(network, udp(3, { payload }));
    expect(answers).toMatchObject([{ from: '10.0.3.2', quote: { ip: { moreFragments: true, totalLength: 596 } } }]);
  });
});

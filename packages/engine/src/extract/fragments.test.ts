import { decodeDatagram, encodeDatagram } from '@hoplite/codec';
import { captureOf, timeExceeded, udpProbe } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { all, extract, type Seen } from './seen.fixture.js';

const SOURCE = '2001:db8::1';
const TARGET = '2001:db8:9::9';
const router = (ttl: number) => `2001:db8:5::${ttl}`;

/** An IPv6 datagram in two fragments, of 48 bytes and the rest. */
function fragments(whole: Uint8Array, identification: number): [Uint8Array, Uint8Array] {
  const decoded = decodeDatagram(whole);
  if (!decoded.ok || decoded.value.ip.version === 4) throw new TypeError('no IPv6');
  const { payloadLength: _, ...ip } = decoded.value.ip;
  const cut = (start: number, end: number, moreFragments: boolean) =>
    encodeDatagram({
      ip: {
        ...ip,
        nextHeader: 44,
        extensionHeaders: [
          {
            kind: 'fragment',
            nextHeader: 17,
            reserved: 0,
            fragmentOffset: start / 8,
            reservedBits: 0,
            moreFragments,
            identification,
          },
        ],
      },
      payload: { kind: 'opaque', bytes: whole.subarray(40 + start, 40 + end) },
    });
  return [cut(0, 48, true), cut(48, whole.length, false)];
}

const probe = (ttl: number, length = 92) =>
  udpProbe({
    source: SOURCE,
    destination: TARGET,
    ttl,
    sourcePort: 40000,
    destinationPort: 33434 + ttl,
    payload: new Uint8Array(length),
  });

test('a probe over IPv6 that went in fragments has the size of the whole, and other probes theirs', async () => {
  const seen = [1, 2, 3].flatMap((ttl): Seen[] => {
    const [first, last] = fragments(probe(ttl), ttl);
    const at = 10 * ttl;
    const reply = { at: at + 2, datagram: timeExceeded(first, router(ttl), { quoteLength: 56 }) };
    const whole = [{ at, datagram: first }, { at: at + 1, datagram: last }, reply];
    const unlike = { at: at + 1, datagram: timeExceeded(probe(3), router(3)) };
    return ttl < 3 ? whole : [{ at, datagram: probe(3) }, unlike];
  });
  const [trace] = await extract(seen);
  expect(trace?.hops.map(({ probes }) => probes.map(({ size }) => size))).toEqual([[140], [140], [140]]);
});

test.each<[string, (first: Uint8Array) => Uint8Array]>([
  ['', (first) => first],
  [', and the snap length cut the first', (first) => first.subarray(0, 40 + 8 + 8 + 16)],
])('its size is known by its first fragment where the capture has not got the last%s', async (_, cut) => {
  const seen = [1, 2].flatMap((ttl) => {
    const [first] = fragments(probe(ttl), ttl);
    return [
      { at: ttl, datagram: first },
      { at: ttl + 0.5, datagram: timeExceeded(first, router(ttl), { quoteLength: 56 }) },
    ];
  });
  const packets = captureOf(seen).map((packet, index) =>
    index % 2 === 0 ? { ...packet, frame: cut(packet.frame) } : packet,
  );
  const [trace] = await all(packets);
  expect(trace?.hops.map(({ probes }) => probes.map(({ size }) => size))).toEqual([[140], [140]]);
});

test('fragments of several probes at once each belong to their own', async () => {
  const [one, two] = [fragments(probe(1), 1), fragments(probe(2, 192), 2)];
  const packets = [one[0], two[0], two[1], one[1]].map((datagram, index) => ({ at: index, datagram }));
  const replies = [one, two].map(([first], index) => ({
    at: 10 + index,
    datagram: timeExceeded(first, router(1 + index), { quoteLength: 56 }),
  }));
  const [trace] = await extract([...packets, ...replies]);
  expect(trace?.hops.map(({ probes }) => probes.map(({ size }) => size))).toEqual([[140], [240]]);
});

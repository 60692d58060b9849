import {
  type DatagramInit,
  decodeDatagram,
  decodeQuote,
  encodeDatagram,
  internetChecksum,
  verifyChecksums,
} from '@hoplite/codec';
import { datagram, icmpProbe, mutatedDatagramBytes, tcpProbe, topology, udpProbe } from '@hoplite/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNetwork, type Network } from './network.js';
import { shortestPaths } from './shortest-paths.fixture.js';
import type { LinkEnd } from './topology/link.js';
import type { TopologyInit } from './topology/topology.js';

const family = fc.constantFrom(4, 6);
const flow = fc.record({
  protocol: fc.constantFrom('udp', 'icmp', 'tcp'),
  sourcePort: fc.integer({ min: 1, max: 65535 }),
  identification: fc.integer({ min: 0, max: 65535 }),
});
type Flow = typeof flow extends fc.Arbitrary<infer T> ? T : never;

function probe(
  way: { source: string; destination: string },
  ttl: number,
  { protocol, sourcePort, identification }: Flow,
): Uint8Array {
  if (protocol === 'icmp')
    return icmpProbe({ ...way, ttl, identification, identifier: sourcePort, sequenceNumber: ttl });
  if (protocol === 'tcp')
    return tcpProbe({ ...way, ttl, identification, sourcePort, destinationPort: 80, sequenceNumber: ttl });
  return udpProbe({ ...way, ttl, identification, sourcePort, destinationPort: 33434 });
}

/** `TTL: who after how many nanoseconds` of every answer to probes of each TTL. */
function traced(network: Network, probes: readonly Uint8Array[]): readonly string[] {
  return probes.flatMap((bytes, index) =>
    network.send('client', bytes, 0).map(({ datagram: answer, at }) => `${index + 1}: ${sourceOf(answer)} after ${at}`),
  );
}

function sourceOf(bytes: Uint8Array): string {
  const decoded = decodeDatagram(bytes);
  return decoded.ok ? decoded.value.ip.source : 'nobody';
}

const ttls = Array.from({ length: 14 }, (_, index) => index + 1);

test('every TTL is answered by the router that is there, after the time of the way there and back', () => {
  fc.assert(
    fc.property(
      topology({ ties: false }),
      family,
      flow,
      ({ topology: drawn, source, destination }, version, fields) => {
        const network = createNetwork(drawn, { attached: ['client'] });
        const way = { source: source[version], destination: destination[version] };
        const expected = shortestPaths(drawn, version).trace('client', 'server', ttls.length);
        const probes = ttls.map((ttl) => probe(way, ttl, fields));
        expect(traced(network, probes)).toEqual(
          expected.map(({ ttl, address, rtt }) => `${ttl}: ${address} after ${rtt}`),
        );
      },
    ),
  );
});

test('where nothing is left to chance, what arrives is the truth: for each flow, over equally good paths and odd routers', () => {
  fc.assert(
    fc.property(
      topology({ habits: true }),
      family,
      flow,
      fc.integer(),
      ({ topology: drawn, source, destination }, version, fields, seed) => {
        const network = createNetwork(drawn, { seed, attached: ['client'] });
        const way = { source: source[version], destination: destination[version] };
        const first = probe(way, 1, fields);
        // With another TTL the same datagram, as the truth sends it.
        const truth = network.pathOf('client', first, { maxTtl: ttls.length });
        const probes = ttls.map((ttl) => {
          const bytes = first.slice();
          bytes[version === 4 ? 8 : 7] = ttl;
          if (version === 4) new DataView(bytes.buffer).setUint16(10, 0);
          if (version === 4) new DataView(bytes.buffer).setUint16(10, internetChecksum(bytes.subarray(0, 20)));
          return bytes;
        });
        const expected = truth.flatMap(({ ttl, answers }) =>
          answers.map(({ address, rtt }) => `${ttl}: ${address} after ${rtt}`),
        );
        expect(new Set(traced(network, probes))).toEqual(new Set(expected));
      },
    ),
  );
});

test('the same seed gives the same bytes at the same instants', () => {
  fc.assert(
    fc.property(
      topology({ habits: true, chances: true }),
      flow,
      fc.integer(),
      ({ topology: drawn, source, destination }, fields, seed) => {
        const run = () => {
          const network = createNetwork(drawn, { seed, attached: ['client'] });
          const way = { source: source[4], destination: destination[4] };
          return ttls.map((ttl) => network.send('client', probe(way, ttl, fields), ttl * 1000));
        };
        expect(run()).toEqual(run());
      },
    ),
  );
});

test('whatever arrives has valid checksums, and so had whatever is quoted from the middle of its way', () => {
  fc.assert(
    fc.property(topology(), family, flow, ({ topology: drawn, source, destination }, version, fields) => {
      const network = createNetwork(drawn, { attached: ['client'] });
      const way = { source: source[version], destination: destination[version] };
      for (const { datagram: answer } of ttls.flatMap((ttl) => network.send('client', probe(way, ttl, fields), 0))) {
        expect(verifyChecksums(answer)).toMatchObject({ ip: version === 4 ? 'valid' : null, payload: 'valid' });
        const decoded = decodeDatagram(answer);
        const payload = decoded.ok ? decoded.value.payload : null;
        if (payload === null || !('original' in payload)) continue;
        expect(decodeQuote(payload.original).stopped).toBeNull();
        expect(verifyChecksums(payload.original)).toMatchObject({
          ip: version === 4 ? 'valid' : null,
          payload: 'valid',
        });
      }
    }),
  );
});

test('what links lose, delay, double, hold back and corrupt never arrives before its time, nor with a broken header', () => {
  fc.assert(
    fc.property(topology({ ties: false, chances: true }), flow, fc.integer(), (generated, fields, seed) => {
      const { topology: drawn, source, destination } = generated;
      const network = createNetwork(drawn, { seed, attached: ['client'] });
      const way = { source: source[4], destination: destination[4] };
      const truth = network.pathOf('client', probe(way, 1, fields), { maxTtl: ttls.length });
      for (const { ttl, answers } of truth) {
        const least = Math.min(...answers.map(({ rtt }) => rtt));
        const arrived = network.send('client', probe(way, ttl, fields), 500);
        expect(arrived).toEqual(arrived.toSorted((a, b) => a.at - b.at));
        for (const { datagram: answer, at } of arrived) {
          expect(at).toBeGreaterThanOrEqual(500 + least);
          expect(verifyChecksums(answer)).toMatchObject({ ip: 'valid' });
        }
      }
    }),
  );
});

test('no bytes, wherever they enter, make the network throw', () => {
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    mutatedDatagramBytes(),
    datagram().map((init) => encodeDatagram({ ...init, ip: addressed(init.ip) })),
  );
  fc.assert(
    fc.property(topology({ habits: true, chances: true }), hostile, fc.nat(), ({ topology: drawn }, bytes, place) => {
      const names = Object.keys(drawn.nodes);
      const network = createNetwork(withNat(drawn), { attached: ['client', 'server'] });
      const faithful = createNetwork(withNat(withoutCorruption(drawn)), { attached: ['client', 'server'] });
      const from = names[place % names.length] ?? 'client';
      for (const { datagram: arrived } of faithful.send(from, bytes, 0)) expect(decodeDatagram(arrived).ok).toBe(true);
      network.send(from, bytes, 0);
      network.submit(from, bytes, 0);
      network.pathOf(from, bytes, { maxTtl: 3 });
    }),
    { numRuns: 500 },
  );
});

/** From one end of every generated network to the other. */
function addressed(ip: DatagramInit['ip']): DatagramInit['ip'] {
  return ip.version === 4
    ? { ...ip, source: '10.0.0.1', destination: '10.0.1.2' }
    : { ...ip, source: '2001:db8:0:1::1', destination: '2001:db8:0:2::2' };
}

/** A bit changed on the way may make a header claim more bytes than there are. */
function withoutCorruption(drawn: TopologyInit): TopologyInit {
  return {
    ...drawn,
    links: drawn.links.map((link) => ({ ...link, corruption: 0, reverse: { ...link.reverse, corruption: 0 } })),
  };
}

/** The client's router translates its packets. */
function withNat(drawn: TopologyInit): TopologyInit {
  const [name = ''] = drawn.links.slice(0, 1).map(({ ends }) => (ends[1] as LinkEnd).node);
  const nat = { inside: ['client'], addresses: ['10.0.0.2', '2001:db8:0:1::2'] };
  return { ...drawn, nodes: { ...drawn.nodes, [name]: { ...drawn.nodes[name], nat } } };
}

import type { AddressFamily } from '@hoplite/codec';
import { type Method, TraceEngine, type TraceRequest, type TraceResult } from '@hoplite/engine';
import { topology } from '@hoplite/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortestPaths } from './shortest-paths.fixture.js';
import type { TopologyInit } from './topology/topology.js';
import { createSimTransport } from './transport.js';

const family = fc.constantFrom<AddressFamily>(4, 6);
const method = fc.constantFrom<Method>('udp', 'udp-classic', 'icmp', 'tcp', 'udp-dublin');

async function trace(drawn: TopologyInit, seed: number, target: string, request: TraceRequest): Promise<TraceResult> {
  const engine = new TraceEngine(createSimTransport(drawn, { seed }), { seed });
  try {
    return await engine.trace(target, request).result;
  } finally {
    await engine.close();
  }
}

/** `TTL: who after how many milliseconds` of every probe, `TTL: *` where nobody answered. */
function seen({ hops }: TraceResult): readonly string[] {
  return hops.flatMap(({ ttl, probes }) =>
    probes.map((probe) => ('address' in probe ? `${ttl}: ${probe.address} after ${probe.rtt}` : `${ttl}: *`)),
  );
}

test('a trace finds every hop of a network without chance, at its TTL, with its round trip time to the nanosecond', async () => {
  await fc.assert(
    fc.asyncProperty(topology({ ties: false }), family, method, fc.nat(), async (generated, version, by, seed) => {
      const target = generated.destination[version];
      const result = await trace(generated.topology, seed, target, { method: by, queries: 2 });
      const expected = shortestPaths(generated.topology, version).trace('client', 'server', 32);
      const last = expected.findIndex(({ address }) => address === target);
      const wanted = expected
        .slice(0, last + 1)
        .map(({ ttl, address, rtt }) => `${ttl}: ${address} after ${rtt / 1e6}`);
      expect(result.outcome).toBe('reached');
      expect(seen(result)).toEqual(wanted.flatMap((line) => [line, line]));
    }),
  );
});

test('a trace reports no address at a TTL where the network has not got it, whatever is lost, late, double or corrupted', async () => {
  const lossy = topology({ ties: false, chances: true });
  await fc.assert(
    fc.asyncProperty(lossy, family, method, fc.nat(), async ({ topology: drawn, destination }, version, by, seed) => {
      // A hop limit that was corrupted is another hop limit: no checksum of IPv6 covers it.
      const links = version === 4 ? drawn.links : drawn.links.map((link) => ({ ...link, corruption: 0 }));
      const { hops } = await trace({ ...drawn, links }, seed, destination[version], { method: by, maxTtl: 16 });
      const truth = shortestPaths(drawn, version).trace('client', 'server', 16);
      for (const { ttl, probes } of hops) {
        for (const probe of probes) {
          if ('address' in probe) expect(`${ttl}: ${probe.address}`).toBe(`${ttl}: ${truth[ttl - 1]?.address}`);
        }
      }
    }),
  );
});

test('a flow takes one way through equally good paths, and the truth knows which', async () => {
  await fc.assert(
    fc.asyncProperty(topology(), fc.nat(), async ({ topology: drawn, destination }, seed) => {
      const transport = createSimTransport(drawn, { seed });
      const sent: Uint8Array[] = [];
      const send = transport.send.bind(transport);
      transport.send = (batch) => {
        sent.push(...batch.map(({ datagram }) => datagram.slice()));
        send(batch);
      };
      const engine = new TraceEngine(transport, { seed });
      const { hops } = await engine.trace(destination[4], { queries: 1 }).result;
      await engine.close();
      const [first] = sent;
      const truth = transport.network.pathOf('client', first ?? new Uint8Array(0), { maxTtl: hops.length });
      const found = hops.map(({ ttl, probes: [probe] }) => ({
        ttl,
        address: probe !== undefined && 'address' in probe && probe.address,
      }));
      expect(found).toEqual(truth.map(({ ttl, answers: [answer] }) => ({ ttl, address: answer?.address })));
    }),
  );
});

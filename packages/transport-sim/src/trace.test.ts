import type { AddressFamily } from '@hoplite/codec';
import { type Method, TraceEngine, type TraceEvent, type TraceRequest, type TraceResult } from '@hoplite/engine';
import { topology } from '@hoplite/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortestPaths } from './shortest-paths.fixture.js';
import type { NodeInit } from './topology/node.js';
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

test('a trace reports no address at a TTL where the network has not got it, whatever is lost, late, double or corrupted once', async () => {
  const lossy = topology({ ties: false, chances: true });
  const drawnBy = [lossy, family, method, fc.nat(), fc.constantFrom<Way>('there', 'back')] as const;
  await fc.assert(
    fc.asyncProperty(...drawnBy, async ({ topology: drawn, destination }, version, by, seed, way) => {
      const network = corruptedOnce(drawn, isTold(version, by, way) ? way : null);
      const { hops } = await trace(network, seed, destination[version], { method: by, maxTtl: 16 });
      const truth = shortestPaths(drawn, version).trace('client', 'server', 16);
      for (const { ttl, probes } of hops) {
        for (const probe of probes) {
          if ('address' in probe) expect(`${ttl}: ${probe.address}`).toBe(`${ttl}: ${truth[ttl - 1]?.address}`);
        }
      }
    }),
  );
});

type Way = 'there' | 'back';

/**
 * Whether one bit that is another cannot make of a probe or an answer another one. A hop limit of IPv6 has no checksum; that of
 * a TCP segment is nobody's to judge who reads all that arrives, and its number is all that tells which probe it answers.
 */
function isTold(version: AddressFamily, by: Method, way: Way): boolean {
  return version === 4 && (by !== 'tcp' || way === 'there');
}

/** The network, but only the client's link corrupts, and only that way: two bits may make a checksum right again. */
function corruptedOnce(drawn: TopologyInit, way: Way | null): TopologyInit {
  const links = drawn.links.map((link, index) => {
    const corruption = (link.corruption ?? 0) * (index === 0 ? 1 : 0);
    const back = { ...link.reverse, corruption: way === 'back' ? corruption : 0 };
    return { ...link, corruption: way === 'there' ? corruption : 0, reverse: back };
  });
  return { ...drawn, links };
}

test('a flow takes one way through equally good paths, and the truth knows which', async () => {
  await fc.assert(
    fc.asyncProperty(topology(), fc.nat(), async ({ topology: drawn, destination }, seed) => {
      const { transport, sent } = listening(drawn, seed);
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

test('every router that answers is found, however it quotes and whatever else it has for habits', async () => {
  const odd = topology({ ties: false, habits: true });
  // Dublin traceroute over IPv4 knows its probes by the identification alone, which some of these routers lose.
  const robust = method.filter((by) => by !== 'udp-dublin');
  await fc.assert(
    fc.asyncProperty(odd, family, robust, fc.nat(), async ({ topology: drawn, destination }, version, by, seed) => {
      const { transport, sent } = listening(quotingPorts(drawn, version), seed);
      await using engine = new TraceEngine(transport, { seed });
      const patient = { waitHere: 0, waitNear: 0 };
      const result = await engine.trace(destination[version], { method: by, maxTtl: 14, ...patient }).result;
      const truth = transport.network.pathOf('client', sent[0] ?? new Uint8Array(0), { maxTtl: 14 });
      const wanted = truth.map(({ ttl, answers: [first] }) =>
        first === undefined ? `${ttl}: *` : `${ttl}: ${first.address} after ${first.rtt / 1e6}`,
      );
      expect(seen(result)).toEqual(wanted.slice(0, result.hops.length).flatMap((line) => [line, line, line]));
      const reached = truth.find(({ answers }) => answers.some(({ address }) => address === destination[version]));
      expect(result.answeredBy).toBe(reached === undefined ? null : destination[version]);
    }),
  );
});

test('the same seed sends the same bytes at the same instants, and tells the same', async () => {
  const chancy = topology({ habits: true, chances: true });
  await fc.assert(
    fc.asyncProperty(chancy, family, method, fc.nat(), async ({ topology: drawn, destination }, version, by, seed) => {
      const run = async () => {
        const { transport, sent, instants } = listening(drawn, seed);
        await using engine = new TraceEngine(transport, { seed });
        const events: TraceEvent[] = [];
        for await (const event of engine.trace(destination[version], { method: by, maxTtl: 12 })) events.push(event);
        return { sent, instants, events };
      };
      expect(await run()).toEqual(await run());
    }),
    { numRuns: 30 },
  );
});

/** The network, but over IPv6 nobody quotes less than the 48 bytes in which are the ports. */
function quotingPorts(drawn: TopologyInit, version: AddressFamily): TopologyInit {
  const quoting = (node: NodeInit): NodeInit => {
    const quote = typeof node.errors === 'object' ? node.errors.quote : undefined;
    if (version === 4 || typeof quote?.length !== 'number') return node;
    return { ...node, errors: { ...Object(node.errors), quote: { ...quote, length: Math.max(48, quote.length) } } };
  };
  const nodes = Object.entries(drawn.nodes).map(([name, node]) => [name, quoting(node)]);
  return { ...drawn, nodes: Object.fromEntries(nodes) };
}

/** A transport, and what is sent over it. */
function listening(drawn: TopologyInit, seed: number) {
  const transport = createSimTransport(drawn, { seed });
  const sent: Uint8Array[] = [];
  const instants: number[] = [];
  const send = transport.send.bind(transport);
  transport.send = (batch) => {
    sent.push(...batch.map(({ datagram }) => datagram.slice()));
    instants.push(transport.clock.now());
    send(batch);
  };
  return { transport, sent, instants };
}

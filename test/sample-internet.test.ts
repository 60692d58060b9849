import { readFileSync } from 'node:fs';
import { decodeDatagram } from '@hoplite/codec';
import { TraceEngine } from '@hoplite/engine';
import { udpProbe } from '@hoplite/testing';
import { createNetwork, createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import { expect, test } from 'vitest';

const internet = JSON.parse(readFileSync(new URL('../samples/internet.json', import.meta.url), 'utf8')) as TopologyInit;
const network = createNetwork(internet, { seed: 1, attached: ['laptop'] });

/** Who answers each TTL, `*` for nobody, up to the first answer that is no Time Exceeded. */
function path(destination: string, maxTtl = 12): readonly string[] {
  const source = network.sourceFor('laptop', destination, 0) ?? 'no source';
  const probe = udpProbe({ source, destination, ttl: 1, sourcePort: 40000, destinationPort: 33434 });
  const hops = network.pathOf('laptop', probe, { maxTtl }).map(({ answers: [answer] }) => {
    const decoded = answer === undefined ? null : decodeDatagram(answer.datagram);
    const payload = decoded?.ok ? decoded.value.payload : null;
    const ends = payload !== null && 'code' in payload && payload.name !== 'time-exceeded';
    return {
      said: answer === undefined ? '*' : `${answer.address}${ends ? ` ${payload.type}/${payload.code}` : ''}`,
      ends,
    };
  });
  const end = hops.findIndex(({ ends }) => ends);
  return hops.slice(0, end < 0 ? hops.length : end + 1).map(({ said }) => said);
}

const isp = ['192.168.1.1', '203.0.113.1', '203.0.113.34', '203.0.113.38', '203.0.113.42', '203.0.113.46'];

test('the sample internet leads out of a home, through an ISP, to a content network with two spines', () => {
  const [spine = '', leaf, ...rest] = path('192.0.2.80').slice(7);
  expect(path('192.0.2.80').slice(0, 7)).toEqual([...isp, '192.0.2.254']);
  expect(['192.0.2.2', '192.0.2.6']).toContain(spine);
  expect(leaf).toBe(spine === '192.0.2.2' ? '192.0.2.10' : '192.0.2.14');
  expect(rest).toEqual(['192.0.2.80 3/3']);
});

test('the sample internet has a silent hop, a host that is down, and two behind a firewall', () => {
  const campus = [...isp, '*', '198.51.100.130', '198.51.100.134'];
  expect(path('198.51.100.200')).toEqual([...campus, '198.51.100.200 3/3']);
  expect(path('198.51.100.210')).toEqual([...campus, '198.51.100.134 3/1']);
  expect(path('198.51.100.220')).toEqual([...campus.slice(0, -1), '198.51.100.130 3/13']);
  expect(path('198.51.100.230')).toEqual([...campus.slice(0, -1), '*', '*', '*', '*']);
});

test('the sample internet is one of IPv6 as well', () => {
  expect(path('2001:db8:c:5::80').at(-1)).toBe('2001:db8:c:5::80 1/4');
  expect(path('2001:db8:a:3::210').at(-1)).toBe('2001:db8:a:2::2 1/3');
});

test('every name of the sample internet is of a node, or of a host that is down', () => {
  const down = ['198.51.100.210', '2001:db8:a:3::210'];
  const { nodes, links, names } = network.topology;
  const ends = links.flatMap((link) => link.ends);
  const known = new Set([...Object.values(nodes), ...ends].flatMap(({ addresses }) => addresses));
  expect(
    Object.values(names)
      .flat()
      .filter((address) => !known.has(address)),
  ).toEqual(down);
});

test('a service of the sample internet is found where it is, though its answers quote nothing and many probes are in flight', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    await using engine = new TraceEngine(createSimTransport(internet, { seed }), { seed });
    for (const target of ['192.0.2.53', '2001:db8:c:5::53']) {
      const { hops, lastTtl, outcome } = await engine.trace(target, { method: 'udp', port: 53 }).result;
      expect({ lastTtl, outcome }).toEqual({ lastTtl: 10, outcome: 'reached' });
      for (const probe of hops[9]?.probes ?? []) {
        expect(probe).toMatchObject({ status: 'replied', address: target, direct: 'udp' });
        expect(probe.status === 'replied' && probe.rtt).toBeGreaterThan(25);
      }
    }
  }
});

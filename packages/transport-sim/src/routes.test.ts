import { describe, expect, test } from 'vitest';
import { buildGraph, type GraphNode } from './graph/graph.js';
import { Routes } from './graph/routes.js';
import { answersTo, line, lineNetwork, saidTo, TARGET, udp } from './line.fixture.js';
import { createNetwork } from './network.js';
import type { RouteInit } from './topology/node.js';
import { parseTopology } from './topology/parse.js';
import type { TopologyInit } from './topology/topology.js';

const routing = (...routes: readonly RouteInit[]) => lineNetwork({ nodes: { r2: { routes } } });
const r2 = '10.0.2.2';

describe('a route', () => {
  test('may lead nowhere, loudly or silently', () => {
    for (const code of [0, 1, 13]) {
      expect(saidTo(routing({ to: TARGET, unreachable: code }), udp(9))).toEqual([`${r2} 3/${code}`]);
    }
    expect(saidTo(routing({ to: '2001:db8::4:0/112', unreachable: 3 }), udp(9, { family: 6 }))).toEqual([
      '2001:db8::2:2 1/3',
    ]);
    expect(saidTo(routing({ to: TARGET }), udp(9))).toEqual([]);
  });

  test('of a longer prefix wins over one of a shorter', () => {
    const home = { to: '10.0.1.0/24', via: ['r1'] };
    const network = routing(
      home,
      { to: 'default' },
      { to: '10.0.0.0/16', via: ['r3'] },
      { to: '10.0.4.0/28', unreachable: 1 },
    );
    expect(saidTo(network, udp(9))).toEqual([`${r2} 3/1`]);
    const plain = routing(home, { to: 'default' }, { to: '10.0.4.0/24', via: ['r3'] });
    expect(saidTo(plain, udp(9))).toEqual([`${TARGET} 3/3`]);
  });

  test('by default does not hide a neighbour', () => {
    const network = routing({ to: 'default', via: ['r1'] });
    expect(saidTo(network, udp(9, { destination: '10.0.3.2' }))).toEqual(['10.0.3.2 3/3']);
    expect(saidTo(network, udp(3))).toEqual([`10.0.2.1 time-exceeded`]);
  });
});

describe('an address that nobody has', () => {
  test('has no route, which the first router says', () => {
    expect(
      saidTo(
        lineNetwork({ nodes: { pc: { routes: [{ to: 'default', via: ['r1'] }] } } }),
        udp(9, { destination: '192.0.2.1' }),
      ),
    ).toEqual(['10.0.1.2 3/0']);
  });

  test('in a network behind a router is an unreachable host', () => {
    const network = lineNetwork({ nodes: { r3: { networks: ['192.0.2.0/24', '2001:db8:7::/48'] } } });
    expect(saidTo(network, udp(9, { destination: '192.0.2.1' }))).toEqual(['10.0.3.2 3/1']);
    expect(saidTo(network, udp(9, { family: 6, destination: '2001:db8:7::1' }))).toEqual(['2001:db8::3:2 1/3']);
  });

  test('in a network that a node serves is answered by it', () => {
    const network = lineNetwork({ nodes: { target: { serves: ['192.0.2.0/24'] } } });
    expect(saidTo(network, udp(9, { destination: '192.0.2.200' }))).toEqual(['192.0.2.200 3/3']);
  });
});

describe('a way back', () => {
  test('may be another one than the way there', () => {
    const base = line();
    const detour = [
      { ends: ['r3', 'far'], latency: 20, cost: 0.1 },
      { ends: ['far', 'r1'], latency: 20, cost: 0.1, reverse: { cost: 9 } },
    ] as const;
    const topology: TopologyInit = { ...base, nodes: { ...base.nodes, far: {} }, links: [...base.links, ...detour] };
    const network = createNetwork(topology, { attached: ['pc'] });
    expect(answersTo(network, udp(2))).toMatchObject([{ from: r2, at: 4 }]);
    expect(answersTo(network, udp(3))).toMatchObject([{ from: '10.0.3.2', at: 3 + 41 }]);
  });

  test('may not be there: the hop is silent', () => {
    const network = lineNetwork({ nodes: { r2: { routes: [{ to: '10.0.1.0/24', unreachable: 0 }] } } });
    expect(saidTo(network, udp(2))).toEqual([]);
    expect(saidTo(network, udp(3))).toEqual([]);
  });

  test('never leads through a host', () => {
    const ends = (a: string, b: string) => ({ ends: [a, b] }) as const;
    const nodes = {
      pc: { addresses: ['10.0.0.1'] },
      host: { kind: 'host' },
      target: { addresses: ['10.0.0.2'] },
    } as const;
    const network = createNetwork({ nodes, links: [ends('pc', 'host'), ends('host', 'target')] }, { attached: ['pc'] });
    const probe = udp(9, { source: '10.0.0.1', destination: '10.0.0.2' });
    expect(network.submit('pc', probe, 0)).toMatchObject({ refusal: { code: 'ENETUNREACH' } });
  });
});

describe('a change', () => {
  const changing = lineNetwork({
    rest: {
      changes: [
        { at: 20, link: 'r2-r3', set: { up: true, latency: 5 } },
        { at: 10, link: 'r2-r3', set: { up: false } },
        { at: 30, node: 'r2', set: { errors: false } },
      ],
    },
  });

  test('comes at its time, and what it does not mention stays', () => {
    const third = (at: number) =>
      answersTo(changing, udp(3), at).map(({ from, at: when }) => `${from} after ${when - at}`);
    expect(third(0)).toEqual(['10.0.3.2 after 6']);
    expect(third(12)).toEqual(['10.0.1.2 after 2']);
    expect(third(22)).toEqual(['10.0.3.2 after 14']);
    expect(saidTo(changing, udp(2), 27)).toEqual(['10.0.2.2 time-exceeded']);
    expect(saidTo(changing, udp(2), 29)).toEqual([]);
  });

  test('of one habit leaves the others of its group as they were, and those that went come back', () => {
    const errors = { from: '192.0.2.77', copies: 2, quote: { ttl: 7, identification: 'zero' } } as const;
    const network = lineNetwork({
      nodes: { r1: { errors } },
      rest: {
        changes: [
          { at: 10, node: 'r1', set: { errors: { delay: 4, quote: { ttl: 9 } } } },
          { at: 20, node: 'r1', set: { errors: false } },
          { at: 30, node: 'r1', set: { errors: true } },
        ],
      },
    });
    const said = (at: number) =>
      answersTo(network, udp(1), at).map(({ from, at: when, quote }) => {
        const ip = quote?.ip?.version === 4 ? quote.ip : null;
        return `${from} after ${when - at}, quoted ${ip?.ttl} and ${ip?.identification}`;
      });
    const twice = (line: string) => [line, line];
    expect(said(0)).toEqual(twice('192.0.2.77 after 2, quoted 7 and 0'));
    expect(said(12)).toEqual(twice('192.0.2.77 after 6, quoted 9 and 0'));
    expect(said(22)).toEqual([]);
    expect(said(32)).toEqual(twice('192.0.2.77 after 6, quoted 9 and 0'));
  });

  test('is in the truth of its time', () => {
    const at = (instant: number) =>
      changing.pathOf('pc', udp(1), { at: instant * 1e6, maxTtl: 3 })[2]?.answers[0]?.address;
    expect([0, 12, 22].map(at)).toEqual(['10.0.3.2', '10.0.1.2', '10.0.3.2']);
  });
});

describe('what was decided', () => {
  const graph = buildGraph(parseTopology(line()));
  const nodes: readonly GraphNode[] = [...graph.nodes.values()];
  const [first] = nodes;
  const destinationOf = (index: number): string => `198.51.${index >> 8}.${index & 0xff}`;

  test('is remembered for all nodes and destinations up to a number of them, and for no more', () => {
    const routes = new Routes(graph, 10 * nodes.length);
    if (first === undefined) throw new Error('there is no node');
    const decideAll = (index: number) => nodes.map((node) => routes.decide(node, destinationOf(index)));
    const before = decideAll(0);
    for (let index = 1; index < 10; index++) decideAll(index);
    expect(decideAll(0).map((decision, index) => decision === before[index])).toEqual(nodes.map(() => true));
    routes.decide(first, destinationOf(10));
    const after = decideAll(0);
    expect(after.map((decision, index) => decision === before[index])).toEqual(nodes.map(() => false));
    expect(after).toEqual(before);
  });
});

import { describe, expect, test } from 'vitest';
import { type Answer, answersTo, line, udp } from './line.fixture.js';
import { createNetwork } from './network.js';
import type { Tunnel } from './topology/topology.js';

/** `pc - r1 - r2 - r3 - r4 - r5 - target` with a tunnel from r1 to r5, so that r2, r3 and r4 are inside. */
function tunnelled(tunnel: Partial<Tunnel> = {}) {
  const path = ['r1', 'r2', 'r3', 'r4', 'r5'];
  const rest = { tunnels: [{ path, labels: [100, 200, 300, 400], ...tunnel }] };
  return createNetwork(line({ rest }, 5), { seed: 1, attached: ['pc'] });
}

const destination = '10.0.6.2';
const hop = (network: ReturnType<typeof tunnelled>, ttl: number): Answer | undefined =>
  answersTo(network, udp(ttl, { destination }))[0];
const froms = (network: ReturnType<typeof tunnelled>, maxTtl: number) =>
  Array.from({ length: maxTtl }, (_, index) => hop(network, index + 1)?.from);

function labels(answer: Answer | undefined) {
  const payload = answer?.datagram.payload;
  const objects = payload && 'extensions' in payload ? (payload.extensions?.objects ?? []) : [];
  return objects.flatMap((object) => (object.kind === 'mpls-label-stack' ? object.entries : []));
}

const all = ['10.0.1.2', '10.0.2.2', '10.0.3.2', '10.0.4.2', '10.0.5.2', destination];

describe('a tunnel of the uniform model', () => {
  test.each(['penultimate', 'ultimate'] as const)('shows all its routers, the label taken off by the %s', (pop) => {
    expect(froms(tunnelled({ pop }), 6)).toEqual(all);
  });

  test('shows the labels that each router got, and an IP TTL that was left alone', () => {
    const network = tunnelled({ trafficClass: 5 });
    expect(labels(hop(network, 1))).toEqual([]);
    expect(labels(hop(network, 2))).toEqual([{ label: 100, trafficClass: 5, bottom: true, ttl: 1 }]);
    expect(labels(hop(network, 4))).toEqual([{ label: 300, trafficClass: 5, bottom: true, ttl: 1 }]);
    expect(labels(hop(network, 5))).toEqual([]);
    expect(hop(network, 4)?.quote?.ip).toMatchObject({ ttl: 3 });
  });

  test('shows inner labels below the outer ones', () => {
    const stack = labels(hop(tunnelled({ inner: [7, 8] }), 2));
    expect(stack.map(({ label, bottom }) => `${label} ${bottom}`)).toEqual(['100 false', '7 false', '8 true']);
  });

  test('shows no labels if its routers do not quote them', () => {
    const network = tunnelled({ quoted: false });
    expect(labels(hop(network, 2))).toEqual([]);
    expect(froms(network, 6)).toEqual(all);
  });

  test('sends errors to its end before they turn back, if it is one of those', () => {
    expect(hop(tunnelled(), 2)?.at).toBe(4);
    expect(hop(tunnelled({ errors: 'through-end' }), 2)?.at).toBe(5 + 5);
    expect(hop(tunnelled({ errors: 'through-end' }), 2)?.from).toBe('10.0.2.2');
  });
});

describe('a tunnel of the pipe model', () => {
  test.each(['penultimate', 'ultimate'] as const)('hides its routers, the label taken off by the %s', (pop) => {
    const network = tunnelled({ mode: 'pipe', pop });
    expect(froms(network, 3)).toEqual(['10.0.1.2', '10.0.5.2', destination]);
    expect(hop(network, 3)?.at).toBe(12);
  });
});

describe('a tunnel', () => {
  test('takes only the destinations that it is for, and never its own routers', () => {
    expect(froms(tunnelled({ mode: 'pipe', to: ['192.0.2.0/24'] }), 6)).toEqual(all);
    expect(froms(tunnelled({ mode: 'pipe', to: ['10.0.6.0/24'] }), 3)[2]).toBe(destination);
    const inside = answersTo(tunnelled({ mode: 'pipe' }), udp(4, { destination: '10.0.4.2' }));
    expect(inside).toMatchObject([{ from: '10.0.4.2', what: '3/3' }]);
  });

  test('ends packets at a link that is down', () => {
    const nodes = { r1: { routes: [{ to: '10.0.6.0/24', via: ['r2'] }] } };
    const rest = { tunnels: [{ path: ['r1', 'r2', 'r3', 'r4'] }] };
    const network = createNetwork(line({ nodes, rest, links: { r3: { up: false } } }, 5), { attached: ['pc'] });
    expect(hop(network, 3)).toMatchObject({ from: '10.0.3.2', what: 'time-exceeded' });
    expect(hop(network, 9)).toBeUndefined();
  });
});

import type { NodeInit } from '@hoplite/transport-sim';
import { describe, expect, test } from 'vitest';
import { EVERY_WAY, line, type Traced, trace } from './network.js';

type Balance = NonNullable<NodeInit['balance']>;

/** r2 may send to r3 or to x, and both lead to r4. */
const diamond = (balance: Balance) =>
  line({
    routers: 4,
    nodes: { r2: { balance }, x: { kind: 'router' } },
    links: { r2: { cost: 1 }, r3: { cost: 1 } },
    moreLinks: [
      { ends: ['r2', { node: 'x', addresses: ['10.0.9.1', '2001:db8::9:1'] }], latency: 1, cost: 1 },
      { ends: ['x', { node: 'r4', addresses: ['10.0.9.9', '2001:db8::9:9'] }], latency: 1, cost: 1 },
    ],
  });

/** The same, but the way by x goes on by y: it costs as much, and is a hop longer. */
const unequal = (balance: Balance) =>
  line({
    routers: 4,
    nodes: { r2: { balance }, x: { kind: 'router' }, y: { kind: 'router' } },
    links: { r2: { cost: 2 }, r3: { cost: 1 } },
    moreLinks: [
      { ends: ['r2', { node: 'x', addresses: ['10.0.9.1', '2001:db8::9:1'] }], latency: 1, cost: 1 },
      { ends: ['x', { node: 'y', addresses: ['10.0.9.2', '2001:db8::9:2'] }], latency: 1, cost: 1 },
      { ends: ['y', { node: 'r4', addresses: ['10.0.9.9', '2001:db8::9:9'] }], latency: 1, cost: 1 },
    ],
  });

/** The path with the unnamed addresses of the second way in short. */
const ways = ({ path }: Traced): readonly string[] =>
  path.map((hop) =>
    hop
      .replaceAll(/(10\.0\.9\.|2001:db8::9:)/g, '')
      .split(' ')
      .toSorted()
      .join(' '),
  );

const moving = EVERY_WAY.filter(({ method }) => method === 'udp-classic' || method === 'udp-dublin');
const steady = EVERY_WAY.filter((way) => !moving.includes(way));
const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);
const sound = { outcome: 'reached', foreign: 0, ambiguous: 0 };

describe('a router that keeps flows together', () => {
  test.each(steady)('sends all probes of $method over IPv$family one way', async (way) => {
    const paths = new Set<string>();
    for (const seed of SEEDS) {
      const traced = await trace(diamond('flow'), { ...way, seed });
      expect(traced).toMatchObject(sound);
      paths.add(ways(traced).join(', '));
    }
    expect([...paths].toSorted()).toEqual(['r1, r2, 1, 9, target', 'r1, r2, r3, r4, target']);
  });

  test.each(moving)('shows $method over IPv$family both ways, since its probes are several flows', async (way) => {
    const traced = await trace(diamond('flow'), { ...way, queries: 20 });
    expect(traced).toMatchObject(sound);
    expect(ways(traced)).toEqual(['r1', 'r2', '1 r3', '9 r4', 'target']);
  });

  // A trace whose probes went both ways shows links that are not there: from r3 to the second router of the longer way.
  test.each(steady)('shows $method over IPv$family one whole way of a diamond of unequal length', async (way) => {
    const paths = new Set<string>();
    for (const seed of SEEDS) paths.add(ways(await trace(unequal('flow'), { ...way, seed })).join(', '));
    expect([...paths].toSorted()).toEqual(['r1, r2, 1, 2, 9, target', 'r1, r2, r3, r4, target']);
  });
});

describe('a router that takes each packet by itself', () => {
  test.each(EVERY_WAY)('shows $method over IPv$family several routers at one hop', async (way) => {
    const traced = await trace(diamond('packet'), { ...way, queries: 20 });
    expect(traced).toMatchObject(sound);
    expect(ways(traced)).toEqual(['r1', 'r2', '1 r3', '9 r4', 'target']);
  });

  test.each(EVERY_WAY)('lets $method over IPv$family end where the shorter of two ways does', async (way) => {
    const traced = await trace(unequal('packet'), { ...way, queries: 20 });
    expect(traced).toMatchObject(sound);
    expect(ways(traced)).toEqual(['r1', 'r2', '1 r3', '2 r4', '9 target']);
  });
});

describe('a router that sends all for one destination one way', () => {
  test.each(EVERY_WAY)('is seen so by $method over IPv$family', async (way) => {
    const paths = new Set<string>();
    for (const seed of SEEDS) {
      const traced = await trace(diamond('destination'), { ...way, seed });
      expect(traced).toMatchObject(sound);
      paths.add(ways(traced).join(', '));
    }
    expect([...paths].toSorted()).toEqual(['r1, r2, 1, 9, target', 'r1, r2, r3, r4, target']);
  });
});

import { describe, expect, test } from 'vitest';
import { labelsAt } from './labels.js';
import { answersAt, EVERY_WAY, line, trace } from './network.js';

/** A tunnel from r1 to r5: r2, r3 and r4 are inside. */
const tunnelled = (habits: object) =>
  line({
    routers: 5,
    rest: { tunnels: [{ path: ['r1', 'r2', 'r3', 'r4', 'r5'], labels: [100, 200, 300, 400], ...habits }] },
  });

describe('a tunnel of the uniform model', () => {
  test.each(EVERY_WAY)('shows $method over IPv$family its routers and their labels', async (way) => {
    const traced = await trace(tunnelled({}), way);
    expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2', 'r3', 'r4', 'r5', 'target'] });
    const labels = [1, 2, 3, 4, 5].map((ttl) => labelsAt(traced, ttl).map(({ label }) => label));
    expect(labels).toEqual([[], [100], [200], [300], []]);
  });

  test('is seen in the quoted TTL, which stays as it was when the label was put on', async () => {
    const traced = await trace(tunnelled({ quoted: false }));
    expect(labelsAt(traced, 3)).toEqual([]);
    expect([2, 3, 4].map((ttl) => answersAt(traced, ttl)[0]?.quotedTtl)).toEqual([1, 2, 3]);
  });

  test('may take its answers to its end first, so that all inside seem as far as that', async () => {
    const traced = await trace(tunnelled({ errors: 'through-end' }));
    expect(traced.path).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'target']);
    expect([1, 2, 3, 4, 5].map((ttl) => answersAt(traced, ttl)[0]?.rtt)).toEqual([2, 10, 10, 10, 10]);
  });
});

describe('a tunnel of the pipe model', () => {
  test.each(EVERY_WAY)('hides its routers from $method over IPv$family, but not the time', async (way) => {
    const traced = await trace(tunnelled({ mode: 'pipe' }), way);
    expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r5', 'target'] });
    expect([1, 2, 3].map((ttl) => answersAt(traced, ttl)[0]?.rtt)).toEqual([2, 10, 12]);
  });
});

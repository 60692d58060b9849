import { expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, trace, WHOLE } from './network.js';

test.each([0, 2, 7, 255])('a quoted TTL of %i is told, and excludes no answer', async (ttl) => {
  const network = line({ nodes: { r2: { errors: { quote: { ttl } } } } });
  for (const way of EVERY_WAY) {
    const traced = await trace(network, way);
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
    expect(answersAt(traced, 1).map(({ quotedTtl }) => quotedTtl)).toEqual([1, 1, 1]);
    expect(answersAt(traced, 2).map(({ quotedTtl }) => quotedTtl)).toEqual([ttl, ttl, ttl]);
  }
});

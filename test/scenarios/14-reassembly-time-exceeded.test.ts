import { expect, test } from 'vitest';
import { FAMILIES, line, trace, WHOLE } from './network.js';

// Time Exceeded with code 1 is about the reassembly of fragments, not about a hop.
test.each(FAMILIES)('Time Exceeded of reassembly is told, and is no hop, over IPv%i', async (family) => {
  const type = family === 4 ? 11 : 3;
  const filters = [{ action: 'notify', family, type, code: 1 }] as const;
  const traced = await trace(line({ nodes: { r2: { filters } } }), { family, queries: 1 });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
  expect(traced.notices[0]).toMatchObject({ code: 'reassembly', text: expect.stringContaining('with TTL 3') });
});

test('a hop that says nothing else stays silent', async () => {
  const filters = [{ action: 'reject', family: 4, type: 11, code: 1 }] as const;
  const traced = await trace(line({ nodes: { r2: { filters } } }), { queries: 1, maxTtl: 4, wait: 500 });
  expect(traced).toMatchObject({ outcome: 'max-ttl', lastTtl: 2, path: ['r1', 'r2', '*', '*'] });
});

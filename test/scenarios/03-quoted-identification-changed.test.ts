import { describe, expect, test } from 'vitest';
import { answersAt, line, METHODS, trace, WHOLE } from './network.js';

// Some routers quote an identification of zero, one too many, or with its bytes in the wrong order.
describe.each(['zero', 'increment', 'swap'] as const)('a router that quotes an identification with: %s', (habit) => {
  const network = line({ nodes: { r2: { errors: { quote: { identification: habit } } } } });

  test.each(METHODS.filter((method) => method !== 'udp-dublin'))('is found by %s, with what it changed', async (by) => {
    const traced = await trace(network, { method: by });
    expect(traced).toMatchObject({ path: WHOLE, foreign: 0, ambiguous: 0 });
    expect(answersAt(traced, 1).map(({ changed }) => changed)).toEqual([{}, {}, {}]);
    for (const { changed } of answersAt(traced, 2)) {
      const { sent, quoted } = changed.identification ?? {};
      expect(quoted).toBe(quotedAs(habit, Number(sent)));
    }
  });
});

// Dublin's probes are told apart by the identification alone: what is left of a swapped one is enough, a lost one is not.
test('a trace that has nothing but the identification gives a quote without it to no probe', async () => {
  const network = line({ nodes: { r2: { errors: { quote: { identification: 'zero' } } } } });
  const traced = await trace(network, { method: 'udp-dublin' });
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', '*', 'r3', 'target'], foreign: 3 });
});

test('a swapped identification is enough for a trace that has nothing else', async () => {
  const network = line({ nodes: { r2: { errors: { quote: { identification: 'swap' } } } } });
  const traced = await trace(network, { method: 'udp-dublin' });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
});

function quotedAs(habit: 'zero' | 'increment' | 'swap', sent: number): number {
  if (habit === 'zero') return 0;
  return habit === 'increment' ? (sent + 1) & 0xffff : ((sent & 0xff) << 8) | (sent >> 8);
}

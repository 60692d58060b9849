import type { TraceResult } from '@hoplite/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mtr } from '../format/mtr.js';
import { hop, portUnreachable, reply, silence, trace } from '../format/traces.fixture.js';
import { everyRound, figuresOfRounds } from './rounds-kept.js';

const T = '10.6.0.2';

/** Rounds over a path of which each hop may be silent, late, or another, and which may end nowhere. */
const rounds = fc.array(
  fc
    .record({
      hops: fc.array(
        fc.oneof(
          fc.constant(silence),
          fc
            .constantFrom('10.1.0.1', '10.1.0.2', '10.1.0.3')
            .chain((address) => fc.integer({ min: 1, max: 90 }).map((rtt) => reply(address, rtt))),
          fc.constant(reply('10.1.0.4', 900, { status: 'late' })),
        ),
        { minLength: 3, maxLength: 3 },
      ),
      isReached: fc.boolean(),
    })
    .map(({ hops, isReached }): TraceResult => {
      const asked = hops.map((probe, index) => hop(index + 1, probe));
      if (isReached) return trace([...asked, hop(4, portUnreachable(T, 40))]);
      return trace([...asked, hop(4, silence), hop(5, silence)], {
        outcome: 'max-ttl',
        answeredBy: null,
        error: { code: 'MAX_TTL', message: 'no end' },
      });
    }),
  { minLength: 1, maxLength: 30 },
);

describe('the rounds of a report', () => {
  it('say in figures alone what all of them say', () => {
    fc.assert(
      fc.property(rounds, (all) => {
        const [every, figures] = [everyRound(), figuresOfRounds()];
        for (const round of all) {
          every.add(round);
          figures.add(round);
        }
        const [whole, short] = [every, figures].map((kept) => {
          const merged = kept.merged();
          return merged === null ? null : mtr.begin({}).trace(merged, 1, kept.figures());
        });
        expect(short).toBe(whole);
      }),
    );
  });

  it('take no more room the more there are', () => {
    const kept = figuresOfRounds();
    const round = trace([hop(1, reply('10.1.0.1', 1)), hop(2, portUnreachable(T, 3))]);
    const sizes = [10, 1000].map((count) => {
      for (let index = 0; index < count; index++) kept.add(round);
      return kept.merged()?.hops.flatMap(({ probes }) => probes).length;
    });
    expect(sizes[1]).toBe(sizes[0]);
  });
});

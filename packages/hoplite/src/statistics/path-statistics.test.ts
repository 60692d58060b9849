import type { ProbeResult } from '@hoplite/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hop, reply, silence, trace } from '../format/traces.fixture.js';
import { traceRows } from './path-statistics.js';

/** A hop of which so many of ten probes are answered. */
function answering(ttl: number, answers: number) {
  const probes: ProbeResult[] = Array.from({ length: 10 }, (_, i) =>
    i < answers ? reply(`10.${ttl}.0.1`, 1) : silence,
  );
  return hop(ttl, ...probes);
}

function lossOf(...answers: readonly number[]) {
  return traceRows(trace(answers.map((count, index) => answering(index + 1, count)))).map(({ loss }) => loss);
}

describe('the rows of a trace', () => {
  it('have a hop each, with the figures of its queries', () => {
    const result = trace([hop(1, reply('10.1.0.1', 1), reply('10.1.0.1', 3), silence), hop(2, silence)]);
    expect(traceRows(result)).toMatchObject([
      { ttl: 1, sent: 3, received: 2, rtt: { best: 1, average: 2, worst: 3 } },
      { ttl: 2, sent: 1, received: 0, unanswered: 100, rtt: null, addresses: [], loss: null },
    ]);
  });

  it('call no router lossy that limits its answers while the hops behind it lose nothing', () => {
    expect(lossOf(10, 3, 10)).toEqual([0, 0, 0]);
  });

  it('call the path lossy from where all hops lose, by what the best of them loses', () => {
    expect(lossOf(10, 7, 8, 7)).toEqual([0, 20, 20, 30]);
  });

  it('attribute to a silent hop what those behind it lose', () => {
    expect(lossOf(10, 0, 9)).toEqual([0, 10, 10]);
  });

  it('attribute nothing to hops behind the last one that answers', () => {
    expect(lossOf(10, 6, 0, 0)).toEqual([0, 40, null, null]);
  });

  it('never attribute more to a hop than to one behind it that answers, nor more than is unanswered', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 12 }), (answers) => {
        const losses = lossOf(...answers).filter((loss) => loss !== null);
        expect(losses).toEqual([...losses].sort((a, b) => a - b));
        lossOf(...answers).forEach((loss, index) => {
          const count = answers[index] ?? 0;
          if (count > 0) expect(loss).toBeLessThanOrEqual(100 - 10 * count);
        });
      }),
    );
  });
});

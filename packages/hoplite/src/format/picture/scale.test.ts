import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleFor } from './scale.js';

const times = fc.array(fc.double({ min: -10, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('the axis of round-trip times', () => {
  it('has every time on it, the larger the farther', () => {
    fc.assert(
      fc.property(times, (rtts) => {
        const { place } = scaleFor(rtts);
        const sorted = [...rtts].sort((a, b) => a - b);
        for (const [index, rtt] of sorted.entries()) {
          expect(place(rtt)).toBeGreaterThanOrEqual(-1e-9);
          expect(place(rtt)).toBeLessThanOrEqual(1 + 1e-9);
          if (index > 0) expect(place(rtt)).toBeGreaterThanOrEqual(place(sorted[index - 1] ?? 0) - 1e-9);
        }
      }),
    );
  });

  it('has few and round ticks, from end to end', () => {
    expect(scaleFor([3, 25.3]).ticks).toEqual([0, 10, 20, 30]);
    expect(scaleFor([0.01, 0.04]).ticks).toEqual([0, 0.01, 0.02, 0.03, 0.04]);
    expect(scaleFor([-0.5, 3]).ticks).toEqual([0, 1, 2, 3]);
    expect(scaleFor([-0.5, 3]).place(-0.5)).toBe(0);
    expect(scaleFor([]).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    fc.assert(
      fc.property(times, (rtts) => {
        const { ticks, place } = scaleFor(rtts);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThan(12);
        expect(Math.min(...ticks.map(place))).toBeGreaterThanOrEqual(0);
        expect(ticks.map(place).at(-1)).toBeCloseTo(1);
      }),
    );
  });

  it('is logarithmic where one time is far from the others, which would else lie on each other', () => {
    expect(scaleFor([1, 2, 3, 2500])).toMatchObject({ isLogarithmic: true, ticks: [1, 10, 100, 1000, 10000] });
    expect(scaleFor([1, 120, 130, 250]).isLogarithmic).toBe(false);
    expect(scaleFor([0, 1, 2, 2500]).isLogarithmic).toBe(false);
  });
});

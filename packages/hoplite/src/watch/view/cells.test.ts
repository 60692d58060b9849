import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCell, percentCell, timeCell } from './cells.js';
import { sparkline } from './sparkline.js';
import { fitted, fittedRight, shortened, widthOf } from './text-width.js';

describe('the cells', () => {
  it.each([
    [0, '0.00'],
    [0.4242, '0.42'],
    [9.994, '9.99'],
    [9.996, '10.0'],
    [99.96, '100'],
    [1234.4, '1234'],
    [9999.6, '10s'],
    [-0.5, '-0.5'],
    [null, '-'],
  ])('show %s ms as %s', (time, text) => expect(timeCell(time)).toBe(text));

  it.each([
    [0, '0%'],
    [0.01, '0.1%'],
    [9.94, '9.9%'],
    [9.96, '10%'],
    [99.96, '99%'],
    [100, '100%'],
    [null, '-'],
  ])('show %s percent as %s', (percent, text) => expect(percentCell(percent)).toBe(text));

  it.each([
    [9999, '9999'],
    [10_000, '10k'],
    [86_400, '86k'],
    [31_536_000, '31M'],
  ])('show %s probes as %s', (count, text) => expect(countCell(count)).toBe(text));

  it('take four columns at the most', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.nat(999_999_999), (number, count) => {
        for (const cell of [timeCell(number), percentCell(number / 1e4), countCell(count)])
          expect(cell.length).toBeLessThanOrEqual(4);
      }),
    );
  });
});

describe('a history', () => {
  it('goes from the shortest to the longest, the newest at the right, with a cross for silence', () => {
    expect(sparkline([10, 20, null, 30], 6, true)).toBe('  ▁▅×█');
    expect(sparkline([10, 20, null, 30], 3, false)).toBe('_x#');
  });

  it('draws little differences little, and knows a history of silence', () => {
    expect(sparkline([100, 101, 100.5], 3, true)).toBe('▁▁▁');
    expect(sparkline([0.02, 0.04], 2, true)).toBe('▁▁');
    expect(sparkline([null, null], 2, true)).toBe('××');
    expect(sparkline([1], 0, true)).toBe('');
  });
});

describe('the width of a text', () => {
  it.each([
    ['abc', 3],
    ['東京', 4],
    ['한국', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['🙂', 2],
    ['', 0],
  ])('of %s is %s', (text, width) => expect(widthOf(text)).toBe(width));

  it('is what a text is cut or filled up to', () => {
    expect(fitted('東京タワー', 6)).toBe('東京… ');
    expect(fitted('abc', 5)).toBe('abc  ');
    expect(fittedRight('abc', 5)).toBe('  abc');
    expect(shortened('abcdef', 4)).toBe('abc…');
    expect(shortened('abcdef', 0)).toBe('');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, width) => {
        expect(widthOf(fitted(text, width))).toBe(width);
        expect(widthOf(fittedRight(text, width))).toBe(width);
      }),
    );
  });
});

import { expect, test } from 'vitest';
import { CaptureTime } from './capture-time.js';

const S = 1e9;

function times(...stamps: number[]): number[] {
  const time = new CaptureTime();
  return stamps.map((stamp) => time.observe(stamp * S) / S);
}

test('follows stamps that are near each other, never back by a little', () => {
  expect(times(0, 1, 3, 2, 20, 50)).toEqual([0, 1, 3, 3, 20, 50]);
});

test('is not moved by a lone stamp far ahead or far back', () => {
  expect(times(0, 1, 90_000, 2, -90_000, 3)).toEqual([0, 1, 1, 2, 2, 3]);
  expect(times(0, 90_000, -90_000, 1)).toEqual([0, 0, 0, 1]);
  expect(times(0, -90_000, 90_000, 1)).toEqual([0, 0, 0, 1]);
});

test('goes on after a long silence with the second packet', () => {
  expect(times(0, 100, 101)).toEqual([0, 0, 101]);
});

test('goes on where every packet comes after a long silence', () => {
  expect(times(0, 100, 200, 300)).toEqual([0, 0, 100, 200]);
});

test('follows a clock that was set back, and one whose first stamp was wrong', () => {
  expect(times(7200, 7201, 10, 11, 12)).toEqual([7200, 7201, 7201, 11, 12]);
});

import { describe, expect, test } from 'vitest';
import { Budget } from './budget.js';

const HERE = '192.0.2.9';
const THERE = '192.0.2.10';
const SECOND = 1e9;

function budget(limits: { rate?: number; maxInFlight?: number; perDestination?: number }): Budget<string> {
  return new Budget({ rate: 1000, maxInFlight: 100, perDestination: 100, ...limits });
}

describe('a destination that has its fill', () => {
  test('has room for as many as landed, and no more', () => {
    const full = budget({ perDestination: 3 });
    for (let i = 0; i < 3; i++) full.spend(HERE, 0);
    expect(full.admits('a', HERE)).toBe(false);
    full.release(HERE, 1, 0);
    expect(full.admits('b', HERE)).toBe(true);
    full.spend(HERE, 0);
    expect(full.admits('c', HERE)).toBe(false);
    full.release(HERE, 3, 0);
    for (let i = 0; i < 3; i++) full.spend(HERE, 0);
    expect(full.admits('d', HERE)).toBe(false);
  });

  test('gives those that wait for it their turns in order, each once, as many as probes landed', () => {
    const full = budget({ perDestination: 4 });
    for (let i = 0; i < 4; i++) full.spend(HERE, 0);
    for (const trace of ['a', 'b', 'c', 'd']) full.admits(trace, HERE);
    expect(full.release(HERE, 1, 0)).toEqual(['a']);
    expect(full.release(THERE, 0, 0)).toEqual([]);
    expect(full.release(HERE, 0, 0)).toEqual([]);
    expect(full.release(HERE, 2, 0)).toEqual(['b', 'c']);
    expect(full.release(HERE, 1, 0)).toEqual(['d']);
    expect(full.release(HERE, 0, 0)).toEqual([]);
  });

  test('leaves the others theirs', () => {
    const full = budget({ perDestination: 1 });
    full.spend(HERE, 0);
    expect(full.admits('a', HERE)).toBe(false);
    expect(full.admits('b', THERE)).toBe(true);
    full.spend(THERE, 0);
    expect(full.admits('c', THERE)).toBe(false);
    expect(full.release(THERE, 1, 0)).toEqual(['c']);
    expect(full.release(HERE, 1, 0)).toEqual(['a']);
  });
});

describe('the next probe may go', () => {
  test('at once where more may go than a second has nanoseconds', () => {
    const unlimited = budget({ rate: 1e9 + 1 });
    unlimited.rest(7);
    for (let i = 0; i < 3; i++) unlimited.spend(HERE, 7);
    expect(unlimited.allowsAt()).toBe(7);
  });

  test('a whole instant after the last, however seldom it is asked, and never two at one', () => {
    const limited = budget({ rate: 3 });
    expect(limited.allowsAt()).toBeLessThanOrEqual(-SECOND);
    limited.rest(0);
    limited.spend(HERE, 0);
    expect(limited.allowsAt()).toBe(333_333_334);
    limited.spend(HERE, 333_333_334);
    expect(limited.allowsAt()).toBe(666_666_668);
    limited.rest(5 * SECOND);
    limited.spend(HERE, 5 * SECOND);
    expect(limited.allowsAt()).toBe(5_333_333_334);
  });

  test('as soon as it would have, where the last was asked for in time and came late, up to ten milliseconds', () => {
    const limited = budget({ rate: 1000 });
    limited.rest(0);
    limited.spend(HERE, 0);
    limited.spend(HERE, 3.5e6);
    expect(limited.allowsAt()).toBe(2e6);
    limited.spend(HERE, SECOND);
    expect(limited.allowsAt()).toBe(SECOND - 9e6);
  });

  test('not before one landed, where as many are in flight as may be in all', () => {
    const limited = budget({ maxInFlight: 2 });
    limited.rest(0);
    limited.spend(HERE, 0);
    expect(limited.allowsAt()).toBe(1e6);
    limited.spend(THERE, 1e6);
    expect(limited.allowsAt()).toBe(Number.POSITIVE_INFINITY);
    limited.release(THERE, 1, 1e6);
    expect(limited.allowsAt()).toBe(2e6);
    limited.spend(THERE, 2e6);
    limited.release(THERE, 1, 5e6);
    expect(limited.allowsAt()).toBe(5e6);
  });
});

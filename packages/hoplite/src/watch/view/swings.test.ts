import { expect, it } from 'vitest';
import { Swings } from './swings.js';

/** The third hop, whose answers are again those that it had before, or new ones. */
const back = { ttl: 3, before: ['10.0.3.2'], after: ['10.0.9.2'], known: true };
const anew = { ...back, known: false };

it('shows a hop that changes for the first time, and one whose answers are new', () => {
  const swings = new Swings();
  expect([swings.isSwinging('www', anew, 5), swings.isSwinging('www', anew, 6)]).toEqual([false, false]);
});

it('shows no hop that goes to and fro', () => {
  const swings = new Swings();
  swings.isSwinging('www', anew, 5);
  expect([6, 8, 18].map((round) => swings.isSwinging('www', back, round))).toEqual([true, true, true]);
});

it('shows a hop that goes back after more than ten rounds', () => {
  const swings = new Swings();
  swings.isSwinging('www', anew, 5);
  expect(swings.isSwinging('www', back, 16)).toBe(false);
});

it('takes no hop for another, nor one of another target', () => {
  const swings = new Swings();
  swings.isSwinging('www', anew, 5);
  expect(swings.isSwinging('www', { ...back, ttl: 4 }, 6)).toBe(false);
  expect(swings.isSwinging('dns', back, 6)).toBe(false);
});

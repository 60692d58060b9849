import { expect, test } from 'vitest';
import { VirtualClock } from './virtual-clock.js';

/** A clock whose macrotasks run when the test says so. */
function stepped() {
  const tasks: (() => void)[] = [];
  const clock = new VirtualClock(7n, (task) => tasks.push(task));
  const step = (): boolean => {
    const task = tasks.shift();
    task?.();
    return task !== undefined;
  };
  const run = (): void => {
    while (step());
  };
  return { clock, step, run, tasks };
}

test('calls back in the order of instants, each at its own now', () => {
  const { clock, run } = stepped();
  const seen: [string, number][] = [];
  clock.wake(30, () => seen.push(['c', clock.now()]));
  clock.wake(10, () => seen.push(['a', clock.now()]));
  clock.wake(20, () => seen.push(['b', clock.now()]));
  run();
  expect(seen).toEqual([
    ['a', 10],
    ['b', 20],
    ['c', 30],
  ]);
  expect(clock.origin).toBe(7n);
});

test('at one instant arrivals come first, then wakes, each in the order they were asked for', () => {
  const { clock, run } = stepped();
  const seen: string[] = [];
  clock.wake(5, () => seen.push('wake 1'));
  clock.arrive(5, () => seen.push('arrival 1'));
  clock.wake(5, () => seen.push('wake 2'));
  clock.arrive(5, () => seen.push('arrival 2'));
  run();
  expect(seen).toEqual(['arrival 1', 'arrival 2', 'wake 1', 'wake 2']);
});

test('goes on one instant a macrotask, and what an instant asks of itself comes in the next', () => {
  const { clock, step } = stepped();
  const seen: string[] = [];
  clock.wake(5, () => {
    seen.push('first');
    clock.wake(5, () => seen.push('again'));
  });
  clock.wake(6, () => seen.push('later'));
  step();
  expect(seen).toEqual(['first']);
  step();
  expect(seen).toEqual(['first', 'again']);
  step();
  expect(seen).toEqual(['first', 'again', 'later']);
});

test('never goes back: what is due in the past is due now', () => {
  const { clock, run } = stepped();
  const seen: number[] = [];
  clock.wake(10, () => clock.wake(3, () => seen.push(clock.now())));
  run();
  expect(seen).toEqual([10]);
});

test('makes no call that was cancelled, and asks for no macrotask when nothing is due', () => {
  const { clock, run, tasks } = stepped();
  const seen: string[] = [];
  const cancel = clock.wake(10, () => seen.push('cancelled'));
  cancel();
  run();
  expect(seen).toEqual([]);
  expect(clock.now()).toBe(0);
  expect(tasks).toEqual([]);
});

test('calls back when nothing else is due, at the instant reached, and goes on from there', () => {
  const { clock, run } = stepped();
  const seen: [string, number][] = [];
  const see = (what: string) => () => void seen.push([what, clock.now()]);
  clock.idle(see('cancelled'))();
  clock.idle(() => {
    see('idle')();
    clock.idle(see('idle again'));
    clock.wake(clock.now() + 5, see('woken'));
  });
  clock.wake(10, see('first'));
  clock.wake(20, see('last'));
  run();
  expect(seen).toEqual([
    ['first', 10],
    ['last', 20],
    ['idle', 20],
    ['woken', 25],
    ['idle again', 25],
  ]);
});

test('stands still while it is held, by however many, and goes on when the last lets go', () => {
  const { clock, run } = stepped();
  const seen: string[] = [];
  clock.wake(10, () => seen.push('due'));
  const [first, second] = [clock.hold(), clock.hold()];
  run();
  first();
  first();
  run();
  expect(seen).toEqual([]);
  second();
  run();
  expect(seen).toEqual(['due']);
});

test('throws where two wakes call each other for ever', () => {
  const { clock, run } = stepped();
  const again = (): void => void clock.wake(5, again);
  again();
  expect(run).toThrow('more than a million calls at instant 5');
});

test('refuses an instant that is none', () => {
  const { clock } = stepped();
  expect(() => clock.wake(Number.NaN, () => {})).toThrow(RangeError);
});

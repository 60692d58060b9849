import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Wakes } from './wakes.js';

test('everybody is called once, in order, and nobody before it is time', () => {
  const instants = fc.array(fc.nat(20));
  fc.assert(
    fc.property(instants, fc.array(fc.nat(25)), (asked, times) => {
      const wakes = new Wakes();
      const called: [at: number, order: number][] = [];
      let now = 0;
      for (const [order, at] of asked.entries()) {
        wakes.add(at, () => {
          expect(at).toBeLessThanOrEqual(now);
          called.push([at, order]);
        });
      }
      for (now of [...times.sort((a, b) => a - b), 20]) {
        wakes.call(now);
        expect(called).toHaveLength(asked.filter((at) => at <= now).length);
      }
      expect(called).toEqual(called.toSorted(([a, i], [b, j]) => a - b || i - j));
      expect(wakes.next).toBeNull();
    }),
  );
});

test('who cancels is not called, even by one that is called first', () => {
  const wakes = new Wakes();
  const called: string[] = [];
  const cancelThird: (() => void)[] = [];
  wakes.add(1, () => {
    called.push('first');
    for (const cancel of cancelThird) cancel();
  });
  const cancelSecond = wakes.add(2, () => called.push('second'));
  cancelThird.push(wakes.add(3, () => called.push('third')));
  cancelSecond();
  cancelSecond();
  wakes.call(5);
  expect(called).toEqual(['first']);
});

test('who is added while others are called waits for the next time', () => {
  const wakes = new Wakes();
  let calls = 0;
  const again = (): void => {
    calls++;
    wakes.add(0, again);
  };
  wakes.add(0, again);
  wakes.call(1);
  expect([calls, wakes.next]).toEqual([1, 0]);
  wakes.call(1);
  expect(calls).toBe(2);
});

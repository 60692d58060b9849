import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from './heap.js';

test('gives back in order what was put in, whatever the order of puts and takes', () => {
  const steps = fc.array(fc.option(fc.integer({ min: 0, max: 50 }), { nil: 'take' as const }), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (todo) => {
      const heap = new Heap<number>((a, b) => a < b);
      const model: number[] = [];
      for (const step of todo) {
        if (step === 'take') expect(heap.pop()).toBe(model.shift());
        else {
          heap.push(step);
          model.push(step);
          model.sort((a, b) => a - b);
        }
        expect(heap.peek()).toBe(model[0]);
        expect(heap.size).toBe(model.length);
      }
    }),
  );
});

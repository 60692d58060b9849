import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queue } from './queue.js';

test('gives back in the order in which it was put in, whatever the order of puts and takes', () => {
  const steps = fc.array(fc.constantFrom('put', 'put', 'take'), { minLength: 1, maxLength: 400, size: 'max' });
  fc.assert(
    fc.property(steps, (todo) => {
      const queue = new Queue<{ readonly number: number }>();
      const model: { readonly number: number }[] = [];
      for (const [number, step] of [...todo, ...todo.map(() => 'take')].entries()) {
        if (step === 'take') expect(queue.shift()).toBe(model.shift());
        else {
          const item = { number };
          queue.push(item);
          model.push(item);
        }
        expect(queue.peek()).toBe(model[0]);
        expect(queue.size).toBe(model.length);
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MultiMap } from './multi-map.js';

test('has for every key what was added to it and not removed, in that order', () => {
  const values = Array.from({ length: 4 }, (_, name) => ({ name }));
  const step = fc.record({ adds: fc.boolean(), key: fc.nat(2), value: fc.constantFrom(...values) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const map = new MultiMap<number, { name: number }>();
      const expected: { key: number; value: { name: number } }[] = [];
      for (const { adds, key, value } of steps) {
        const at = expected.findIndex((each) => each.key === key && each.value === value);
        if (adds) {
          map.add(key, value);
          expected.push({ key, value });
        } else {
          map.remove(key, value);
          if (at >= 0) expected.splice(at, 1);
        }
        for (const wanted of [0, 1, 2]) {
          expect(map.get(wanted)).toEqual(expected.filter((each) => each.key === wanted).map((each) => each.value));
        }
      }
    }),
  );
});

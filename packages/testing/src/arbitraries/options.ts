import fc from 'fast-check';
import { bytes } from './values.js';

type Padding = { readonly kind: 'no-operation' } | { readonly kind: 'end-of-list'; readonly padding: Uint8Array };

/** A list of IPv4 or TCP options of at most 40 bytes, filled up to a multiple of 4 by what either protocol has for that. */
export function optionList<T>(option: fc.Arbitrary<T>, lengthOf: (option: T) => number): fc.Arbitrary<(T | Padding)[]> {
  const noOperation: fc.Arbitrary<Padding> = fc.constant({ kind: 'no-operation' });
  const element = fc.oneof({ weight: 4, arbitrary: option }, { weight: 1, arbitrary: noOperation });
  return fc
    .tuple(fc.array(element, { maxLength: 8 }), fc.boolean(), bytes(0, 7))
    .map(([elements, endOfList, padding]) => {
      const measure = (entry: T | Padding): number => (isPadding(entry) ? 1 : lengthOf(entry));
      return fillUp(firstBytes(elements, 40, measure), endOfList, padding, measure);
    });
}

/** The first of `elements` that take at most `limit` bytes. */
function firstBytes<T>(elements: readonly T[], limit: number, lengthOf: (element: T) => number): T[] {
  let length = 0;
  const end = elements.findIndex((element) => {
    length += lengthOf(element);
    return length > limit;
  });
  return elements.slice(0, end < 0 ? elements.length : end);
}

function fillUp<T>(
  options: readonly (T | Padding)[],
  endOfList: boolean,
  padding: Uint8Array,
  measure: (option: T | Padding) => number,
): (T | Padding)[] {
  const length = options.reduce((sum, option) => sum + measure(option), 0);
  if (!endOfList) return [...options, ...Array<Padding>((40 - length) % 4).fill({ kind: 'no-operation' })];
  const room = 40 - length - 1;
  if (room < 0) return [...options];
  // Any number of bytes that ends at a multiple of 4.
  const rest = Math.min(room, (room % 4) + 4 * Math.floor(padding.length / 4));
  const filled = Uint8Array.from({ length: rest }, (_, index) => padding[index] ?? 0);
  return [...options, { kind: 'end-of-list', padding: filled }];
}

function isPadding(option: unknown): option is Padding {
  return (option as Padding).kind === 'no-operation';
}

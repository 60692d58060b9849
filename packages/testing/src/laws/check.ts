import fc from 'fast-check';

/** Throws unless a law holds; the message is made only then. */
export function check(holds: boolean, message: () => string): asserts holds {
  if (!holds) throw new Error(message());
}

/** Throws unless both values have the same members, however deep, and the same bytes. */
export function same(actual: unknown, expected: unknown, is: string, as: string): void {
  check(isSame(actual, expected), () => `${is} is ${fc.stringify(actual)}, but ${as} it is ${fc.stringify(expected)}`);
}

export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    Array.isArray(left) === Array.isArray(right) &&
    left instanceof Uint8Array === right instanceof Uint8Array &&
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && isSame(left[key], right[key]))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

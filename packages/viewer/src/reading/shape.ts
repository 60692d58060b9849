/** Says where a value is not what it must be, and what it must be; null where it is. */
export type Shape = (value: unknown, path: string) => string | null;

export const is =
  (what: string, test: (value: unknown) => boolean): Shape =>
  (value, path) =>
    test(value) ? null : `${path} is not ${what}`;

export const boolean: Shape = is('true or false', (value) => typeof value === 'boolean');

export const number = (least: number, most: number): Shape =>
  is(`a number from ${least} to ${most}`, (value) => typeof value === 'number' && value >= least && value <= most);

export const integer = (least: number, most: number): Shape =>
  is(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );

/** No longer than `most` characters, code points as JSON Schema counts them. */
export const text = (most: number): Shape =>
  is(
    `a text of at most ${most} characters`,
    (value) => typeof value === 'string' && (value.length <= most || [...value].length <= most),
  );

export const matching = (what: string, pattern: RegExp): Shape =>
  is(what, (value) => typeof value === 'string' && pattern.test(value));

export const oneOf = (...values: readonly unknown[]): Shape =>
  is(`one of ${values.join(', ')}`, (value) => values.includes(value));

export const orNull =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? null : shape(value, path);

export const optional =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? null : shape(value, path);

export const either =
  (shape: Shape, other: Shape): Shape =>
  (value, path) =>
    shape(value, path) === null ? null : other(value, path);

export const list =
  (shape: Shape, most: number = Number.POSITIVE_INFINITY): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return `${path} is no list`;
    if (value.length > most) return `${path} has ${value.length} items, more than ${most}`;
    return first(value.entries(), ([index, item]) => shape(item, `${path}[${index}]`));
  };

export const object =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, path) =>
    isRecord(value)
      ? first(Object.entries(shapes), ([name, shape]) => shape(value[name], path === '' ? name : `${path}.${name}`))
      : `${path} is no object`;

export const each =
  (shape: Shape): Shape =>
  (value, path) =>
    isRecord(value)
      ? first(Object.entries(value), ([name, member]) => shape(member, `${path}.${name}`))
      : `${path} is no object`;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function first<T>(items: Iterable<T>, faultIn: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = faultIn(item);
    if (found !== null) return found;
  }
  return null;
}

/** Says where a value is not what it must be, and what it must be; null where it is. */
export type Shape = (value: unknown, path: string) => string | null;

const is =
  (what: string, test: (value: unknown) => boolean): Shape =>
  (value, path) =>
    test(value) ? null : `${path} is not ${what}`;

/** A stamp of a capture may be of any year. */
const TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z$/;

export const text: Shape = is('a text', (value) => typeof value === 'string');
export const number: Shape = is('a number', (value) => Number.isFinite(value));
export const boolean: Shape = is('true or false', (value) => typeof value === 'boolean');
export const date: Shape = is('a time', (value) => typeof value === 'string' && TIME.test(value));
export const ttl: Shape = is('a TTL', (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255);
export const scalar: Shape = is('a number or a text', (value) => typeof value === 'string' || Number.isFinite(value));
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

export const list =
  (shape: Shape): Shape =>
  (value, path) =>
    Array.isArray(value)
      ? first(value.entries(), ([index, item]) => shape(item, `${path}[${index}]`))
      : `${path} is no list`;

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

import { hexOf } from './hex.js';

/** An object of the codec as JSON has it: the same members, bytes in hexadecimal. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** An object as JSON has it: bytes become hexadecimal, at any depth. */
export function plainObject(value: object): PlainObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return hexOf(value);
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? plainObject(value) : value;
}

/** Throws the `RangeError` for an option of the caller's, with its name, the value and what it may be. */
export function refuse(name: string, value: unknown, wanted: string): never {
  throw new RangeError(`${name} is ${shown(value)}, must be ${wanted}`);
}

/** `"1"` is no number, and reads as one without its quotes. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

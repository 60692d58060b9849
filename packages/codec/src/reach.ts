/** What is left of a value whose bytes may end early: its `kind`, and the fields that were reached; the others are absent. */
export type Reached<T> = T extends unknown ? Pick<T, 'kind' & keyof T> & Partial<Omit<T, 'kind'>> : never;

/** The bytes from `start` to `end` with zeros behind them, so that a fixed header can be read whole. */
export function padded(bytes: Uint8Array, start: number, end: number, length: number): Uint8Array {
  const whole = new Uint8Array(length);
  whole.set(bytes.subarray(start, Math.min(end, start + length)));
  return whole;
}

/** The fields of `header` that end within the first `available` bytes; `ends` says where each one ends. */
export function reachedFields<T extends object, K extends keyof T & string>(
  header: T,
  ends: Readonly<Record<K, number>>,
  available: number,
): Partial<Pick<T, K>> {
  const reached: Partial<Pick<T, K>> = {};
  for (const field of Object.keys(ends) as K[]) {
    if (ends[field] <= available) reached[field] = header[field];
  }
  return reached;
}

/** A whole number of nanoseconds since the clock's origin: exact for 104 days either way. */
export type Instant = number;

/** Nanoseconds as milliseconds, exact to the nanosecond as far as a number is. */
export function milliseconds(nanoseconds: number): number {
  return nanoseconds / 1e6;
}

/** Milliseconds as whole nanoseconds. */
export function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6);
}

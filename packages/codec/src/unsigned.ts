/**
 * Gives `value` back if it is a whole number that `bits` bits, 1 to 32, can hold.
 * Throws `RangeError` naming the field and its range otherwise.
 */
export function unsigned(field: string, value: number, bits: number): number {
  const maximum = 0xffffffff >>> (32 - bits);
  if (Number.isInteger(value) && value >= 0 && value <= maximum) return value;
  throw new RangeError(`${field} is ${value}, must be a whole number from 0 to ${maximum}`);
}

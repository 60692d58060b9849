/** Throws RangeError, with the field's name and its range, unless `value` is a whole number from 0 to `most`. */
export function checkRange(field: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new RangeError(`${field} must be a whole number from 0 to ${most}, not ${value}`);
}

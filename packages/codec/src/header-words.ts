/**
 * A header length in bytes as the 4 bits that IPv4 and TCP have for it, in 32-bit words.
 * Throws `RangeError` naming the field and its range where it does not fit.
 */
export function headerWords(headerLength: number, field: string): number {
  if (headerLength % 4 === 0 && headerLength >= 0 && headerLength <= 60) return headerLength / 4;
  throw new RangeError(`${field} is ${headerLength}, must be a multiple of 4 from 0 to 60`);
}

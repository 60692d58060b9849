const SECOND = 1_000_000_000n;
const DAY = 86_400n;

/** Nanoseconds since the Unix epoch as RFC 3339 in UTC with nine decimals: `2026-01-31T12:00:00.000000000Z`. */
export function formatTimestamp(unixNanoseconds: bigint): string {
  const seconds = floorDivide(unixNanoseconds, SECOND);
  const days = floorDivide(seconds, DAY);
  const time = Number(seconds - days * DAY);
  const clock = [Math.floor(time / 3600), Math.floor(time / 60) % 60, time % 60].map((n) => pad(n, 2)).join(':');
  return `${formatDay(Number(days))}T${clock}.${pad(Number(unixNanoseconds - seconds * SECOND), 9)}Z`;
}

/**
 * The proleptic Gregorian date of a day counted from 1970-01-01. `Date` refuses years past 275760; a 64-bit timestamp of
 * a hostile capture goes further.
 */
function formatDay(day: number): string {
  // Days are counted from 0000-03-01, so that the leap day is the last of its year.
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  // Before the year 0, as ISO 8601 has it: -0249.
  return `${year < 0 ? '-' : ''}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1, 2)}`;
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Whole seconds since the Unix epoch, and the nanoseconds past them: 0 to 999999999. */
export interface UnixTime {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/**
 * The instant so many milliseconds after `startedAt`, which is RFC 3339 in UTC with nine decimals, of whatever year: `Date`
 * refuses those past 275760, and a hostile capture goes further.
 */
export function unixTime(startedAt: string, milliseconds: number): UnixTime {
  const [, year, month, day, hours, minutes, seconds, nanoseconds] = TIMESTAMP.exec(startedAt)?.map(Number) ?? [];
  const days = dayNumber(year ?? 1970, month ?? 1, day ?? 1);
  const whole = days * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  const past = (nanoseconds ?? 0) + Math.round(milliseconds * 1e6);
  const carried = Math.floor(past / 1e9);
  return { seconds: whole + carried, nanoseconds: past - carried * 1e9 };
}

const TIMESTAMP = /^(-?\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{9})Z$/;

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  // Years begin in March here, so that the leap day is the last of its year.
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

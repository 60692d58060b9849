/**
 * Whether a text is a time as results have it: RFC 3339 in UTC with nine decimals, a day that there is. A stamp of a
 * capture may be of any year that its 64 bits of seconds reach.
 */
export function isTime(text: string): boolean {
  const [, year, month, day] = TIME.exec(text) ?? [];
  return year !== undefined && Number(day) <= daysOf(Number(year), Number(month));
}

const TIME = /^(-?\d{4,12})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{9}Z$/;

function daysOf(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

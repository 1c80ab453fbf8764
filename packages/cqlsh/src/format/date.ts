const DAY_MS = 86_400_000;

/**
 * A date as cqlsh shows it; outside of the years 1 to 9999, which Python cannot write, the number of days since 1970.
 *
 * @param days since 1970-01-01
 */
export function formatDate(days: number): string {
  const text = isoDate(days);
  return /^(?!0000)\d{4}-/.test(text) ? text : String(days);
}

/**
 * A date in ISO 8601, as `SELECT JSON` gives it and the server takes it: years before 0 with a minus, years after 9999 with a plus.
 *
 * @param days since 1970-01-01, of the proleptic Gregorian calendar
 */
export function isoDate(days: number): string {
  const { year, monthAndDay } = calendarDate(days);
  const digits = String(Math.abs(year)).padStart(4, '0');
  const sign = year < 0 ? '-' : year > 9999 ? '+' : '';
  return `${sign}${digits}-${monthAndDay}`;
}

/** The calendar repeats after 400 years, which brings any day into those that a JavaScript Date holds. */
const CYCLE_YEARS = 400;
const CYCLE_DAYS = 146_097;

function calendarDate(days: number): { readonly year: number; readonly monthAndDay: string } {
  const cycles = Math.floor(days / CYCLE_DAYS);
  const date = new Date((days - cycles * CYCLE_DAYS) * DAY_MS);
  return { year: date.getUTCFullYear() + cycles * CYCLE_YEARS, monthAndDay: date.toISOString().slice(5, 10) };
}

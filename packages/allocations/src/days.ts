import { errors } from '@ringside/core';

const DAY_MS = 86_400_000;
/** A century. */
const MOST_DAYS = 36_525;

/** The day of an instant in UTC, as `2026-05-04`. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The first instant of a day, in milliseconds since 1970. @throws OpsError INVALID_ARGUMENT for what is not a day, such as `2026-02-30` */
export function startOfDayMs(day: string): number {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  if (Number.isFinite(startMs) && dayOf(new Date(startMs)) === day) return startMs;
  throw errors.INVALID_ARGUMENT({ message: `${JSON.stringify(day)} is not a day such as 2026-05-04` });
}

/** The first instant after a day, in milliseconds since 1970. */
export function endOfDayMs(day: string): number {
  return startOfDayMs(day) + DAY_MS;
}

/** The day so many days later. */
export function dayAfter(day: string, days = 1): string {
  return dayOf(new Date(startOfDayMs(day) + days * DAY_MS));
}

/** All days from one to another, both included. @throws OpsError INVALID_ARGUMENT if there are none, or more than a century */
export function daysBetween(from: string, to: string): readonly string[] {
  const count = (startOfDayMs(to) - startOfDayMs(from)) / DAY_MS + 1;
  if (count < 1 || count > MOST_DAYS)
    throw errors.INVALID_ARGUMENT({ message: `${from} to ${to} is not a range of 1 to ${MOST_DAYS} days` });
  return Array.from({ length: count }, (_, at) => dayAfter(from, at));
}

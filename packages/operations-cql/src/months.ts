import { timeOfUuid } from '@ringside/operations';
import { KEPT_DAYS } from './schema.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** In which month an operation was asked for, by its id: `2026-11`, in UTC. */
export function monthOf(id: string): string {
  return monthAt(timeOfUuid(id));
}

/** The months in which operations that are still kept were asked for, the newest first; a day more each way, because clocks differ. */
export function keptMonths(nowMs: number): readonly string[] {
  const days = Array.from({ length: KEPT_DAYS + 3 }, (_, index) => monthAt(nowMs + (1 - index) * DAY_MS));
  return [...new Set(days)];
}

function monthAt(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}

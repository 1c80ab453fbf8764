import { newTimeUuid } from '@ringside/operations';
import { expect, test } from 'vitest';
import { keptMonths, monthOf } from './months.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-03-01T00:30:00Z');

test('the months that are listed are those of the last 90 days, newest first, and of a day more each way', () => {
  expect(keptMonths(NOW_MS)).toEqual(['2026-03', '2026-02', '2026-01', '2025-12', '2025-11']);
  expect(keptMonths(Date.parse('2026-03-31T23:30:00Z'))).toEqual(['2026-04', '2026-03', '2026-02', '2026-01', '2025-12']);
});

test('every operation that is kept is in a month that is listed, whenever it was asked for', () => {
  const days = Array.from({ length: 400 }, (_, day) => NOW_MS + day * DAY_MS);
  const missed = days.flatMap((nowMs) => {
    const kept = keptMonths(nowMs);
    return Array.from({ length: 92 }, (_, ago) => monthOf(newTimeUuid(nowMs + (1 - ago) * DAY_MS))).filter(
      (month) => !kept.includes(month),
    );
  });
  expect(missed).toEqual([]);
});

import { expect, test } from 'vitest';
import { dayAfter, dayOf, daysBetween, endOfDayMs, startOfDayMs } from './days.ts';

test('a day is one in UTC, from its first instant to that of the next', () => {
  expect(dayOf(new Date('2026-05-04T23:59:59.999Z'))).toBe('2026-05-04');
  expect(new Date(startOfDayMs('2026-05-04')).toISOString()).toBe('2026-05-04T00:00:00.000Z');
  expect(endOfDayMs('2026-12-31')).toBe(startOfDayMs('2027-01-01'));
  expect([dayAfter('2028-02-28'), dayAfter('2026-03-01', -1)]).toEqual(['2028-02-29', '2026-02-28']);
});

test.each(['2026-02-30', '2026-5-4', 'today', '', '2026-05-04T00:00:00Z', '20260504'])('%j is not a day', (day) => {
  expect(() => startOfDayMs(day)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('a range has both of its ends, and no fewer than one day', () => {
  expect(daysBetween('2026-12-30', '2027-01-01')).toEqual(['2026-12-30', '2026-12-31', '2027-01-01']);
  expect(() => daysBetween('2026-05-04', '2026-05-03')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  expect(() => daysBetween('1900-01-01', '2026-05-03')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

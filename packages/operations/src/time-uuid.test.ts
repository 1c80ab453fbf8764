import { expect, test } from 'vitest';
import { isTimeUuid, newTimeUuid, timeOfUuid } from './time-uuid.ts';

test.each([0, 1, 1_727_000_000_123, 4_102_444_800_000])('an id that is made for %i ms tells that time', (atMs) => {
  const ids = Array.from({ length: 200 }, () => newTimeUuid(atMs));
  expect(ids.filter((id) => !isTimeUuid(id) || timeOfUuid(id) !== atMs)).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the time of an id is that of RFC 9562, appendix A.1', () => {
  expect(timeOfUuid('c232ab00-9414-11ec-b3c8-9f6bdeced846')).toBe(Date.parse('2022-02-22T19:22:22.000Z'));
});

test.each([
  '',
  'x',
  'C232AB00-9414-11EC-B3C8-9F6BDECED846',
  '11111111-1111-4111-8111-111111111111',
  'c232ab00-9414-11ec-73c8-9f6bdeced846',
])('%s is no time-based UUID in lower case', (id) => {
  expect(isTimeUuid(id)).toBe(false);
});

import { expect, test } from 'vitest';
import { remembered } from './remembered.ts';

test('a text is looked at once, and again when a thousand others came between', () => {
  const seen: string[] = [];
  const lengthOf = remembered((text) => seen.push(text) && text.length);
  expect([lengthOf('abc'), lengthOf('abc')]).toEqual([3, 3]);
  expect(seen).toEqual(['abc']);
  for (let index = 0; index < 1_000; index += 1) lengthOf(String(index));
  expect(lengthOf('abc')).toBe(3);
  expect(seen.filter((text) => text === 'abc')).toHaveLength(2);
});

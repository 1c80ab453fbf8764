import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { EventQueue } from './event-queue.ts';
import { createRandom } from './random.ts';

describe('EventQueue', () => {
  test('gives things back by time, and in the order they came at the same time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const queue = new EventQueue<[number, number]>();
        for (const [index, atMs] of times.entries()) queue.push(atMs, [atMs, index]);
        const taken = times.map(() => queue.pop());
        const expected = times.map((atMs, index) => [atMs, index]).sort(([a = 0], [b = 0]) => a - b);
        expect(taken).toEqual(expected);
        expect([queue.pop(), queue.nextAtMs]).toEqual([undefined, undefined]);
      }),
    );
  });
});

describe('createRandom', () => {
  test('says the same numbers for the same seed, all of them in [0, 1) and spread evenly', () => {
    const [one, two] = [createRandom(99), createRandom(99)];
    const numbers = Array.from({ length: 10_000 }, one);
    expect(numbers).toEqual(Array.from({ length: 10_000 }, two));
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
      expect(count).toBeGreaterThan(850);
      expect(count).toBeLessThan(1150);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

async function pause(turns: number): Promise<void> {
  for (let left = turns; left > 0; left -= 1) await Promise.resolve();
}

async function collect<Result>(done: AsyncIterable<{ readonly result: Result }>): Promise<readonly Result[]> {
  const found: Result[] = [];
  for await (const { result } of done) found.push(result);
  return found;
}

describe('inOrder()', () => {
  test('tells all results in the order of the items, however long each takes, with a bounded number in work', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), async (items, concurrency) => {
        let [now, most] = [0, 0];
        const work = async (turns: number): Promise<number> => {
          most = Math.max(most, (now += 1));
          await pause(turns);
          now -= 1;
          return turns;
        };
        const source = async function* (): AsyncGenerator<number, void, undefined> {
          yield* items;
        };
        expect(await collect(inOrder(source(), concurrency, work))).toEqual(items);
        expect(most).toBeLessThanOrEqual(concurrency);
      }),
    );
  });

  test('a source that fails is not taken for one that ends, and what came before it is told first', async () => {
    const source = async function* (): AsyncGenerator<number, void, undefined> {
      yield* [1, 2, 3];
      throw new Error('unreadable');
    };
    const told: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const { result } of inOrder(source(), 2, async (item) => item)) told.push(result);
    };
    await expect(reading()).rejects.toThrow('unreadable');
    expect(told).toEqual([1, 2, 3]);
  });

  test.each(['a failure', 'an early end'])('after %s, what was begun is waited for, and the source is closed', async (how) => {
    const log: string[] = [];
    const source = async function* (): AsyncGenerator<number, void, undefined> {
      try {
        for (let item = 0; ; item += 1) yield item;
      } finally {
        log.push('closed');
      }
    };
    const work = async (item: number): Promise<void> => {
      await pause(item * 50);
      if (item === 0 && how === 'a failure') throw new Error('failed');
      log.push(`${item} done`);
    };
    const reading = async (): Promise<void> => {
      for await (const _ of inOrder(source(), 3, work)) break;
    };
    await reading().catch((error: Error) => log.push(error.message));
    expect(log.toSorted()).toEqual(
      how === 'a failure' ? ['1 done', '2 done', 'closed', 'failed'] : ['0 done', '1 done', '2 done', 'closed'],
    );
    expect(log.at(-1)).toBe(how === 'a failure' ? 'failed' : 'closed');
  });
});

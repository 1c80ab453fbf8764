import { expect, test } from 'vitest';
import { KeyTurns } from './key-turns.ts';

test('work on one key takes turns, and work on another key does not wait', async () => {
  const turns = new KeyTurns();
  const log: string[] = [];
  const work = (name: string, turnsOfLoop: number) => async (): Promise<void> => {
    log.push(`${name} begins`);
    for (let left = turnsOfLoop; left > 0; left -= 1) await Promise.resolve();
    log.push(`${name} ends`);
  };
  await Promise.all([turns.take('x', work('first', 20)), turns.take('x', work('second', 0)), turns.take('y', work('other', 0))]);
  expect(log).toEqual(['first begins', 'other begins', 'other ends', 'first ends', 'second begins', 'second ends']);
});

test('after a failure nothing is done on its key, neither by what waited nor by what is asked for later', async () => {
  const turns = new KeyTurns();
  let done = 0;
  const work = async (): Promise<void> => void (done += 1);
  const failed = Promise.allSettled([turns.take('x', () => Promise.reject(new Error('lost'))), turns.take('x', work)]);
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(turns.take('x', work)).rejects.toThrow('lost');
  await turns.take('y', work);
  expect(done).toBe(1);
});

import { expect, it } from 'vitest';
import { createNodeTurns } from './turns.ts';

it('work on one node waits for what came before, also where that failed; work on another does not', async () => {
  const turns = createNodeTurns();
  const { signal } = new AbortController();
  const [one, other] = [{}, {}];
  const done: string[] = [];
  let fail: (error: Error) => void = () => undefined;
  const first = turns.take(one, async () => new Promise((_, reject) => (fail = reject)), signal);
  const second = turns.take(one, async () => done.push('second'), signal);
  await turns.take(other, async () => done.push('other'), signal);
  expect(done).toEqual(['other']);
  fail(new Error('a fault'));
  await expect(first).rejects.toThrow('a fault');
  await second;
  expect(done).toEqual(['other', 'second']);
});

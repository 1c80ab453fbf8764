import { createManualClock } from '@ringside/core/testing';
import { expect, test } from 'vitest';
import type { RecipeClient, StatementOptions } from './client.ts';
import { createTables } from './create-tables.ts';
import { sendIdempotent } from './send-idempotent.ts';

const ASKED = { what: 'Reading', statement: 'SELECT a FROM t WHERE b = ?', values: [1], consistency: 'QUORUM' } as const;

function clientOf(execute: RecipeClient['execute']): RecipeClient {
  return {
    execute,
    metadata: { getTokenRanges: () => [], newToken: (token) => ({ token }), newTokenRange: (start, end) => ({ start, end }) },
  };
}

test('an attempt that gets no answer is given up after 30 seconds, and made again', async () => {
  const clock = createManualClock();
  let attempts = 0;
  const client = clientOf(() => {
    attempts += 1;
    return attempts === 1 ? new Promise(() => undefined) : Promise.resolve({ rows: [] });
  });
  const answer = sendIdempotent(client, ASKED, { clock });
  await clock.advance(29_999);
  expect(attempts).toBe(1);
  await clock.advance(300);
  await expect(answer).resolves.toEqual({ rows: [] });
  expect(attempts).toBe(2);
});

test('a statement goes out prepared and idempotent, and a change of the schema once and to one coordinator', async () => {
  const sent: (readonly [string, readonly unknown[], StatementOptions])[] = [];
  const client = clientOf(async (...asked) => {
    sent.push(asked);
    return { rows: [] };
  });
  await sendIdempotent(client, ASKED, { clock: createManualClock() });
  await createTables(client, ['CREATE TABLE a', 'CREATE TABLE b']);
  expect(sent[0]).toEqual([ASKED.statement, [1], { consistency: 4, isIdempotent: true, prepare: true }]);
  const change = { consistency: 10, isIdempotent: false, prepare: false };
  expect(sent.slice(1)).toEqual([
    ['CREATE TABLE a', [], change],
    ['CREATE TABLE b', [], change],
  ]);
});

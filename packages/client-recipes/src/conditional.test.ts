import { expect, test } from 'vitest';
import { type ConditionalOutcome, type ConditionalWrite, decideWrite } from './conditional.ts';
import { fakeRow } from './fakes/fake-row.ts';

const WRITE: ConditionalWrite = {
  write: { statement: 'UPDATE', values: [] },
  read: { statement: 'SELECT', values: [] },
  isOurs: () => false,
  serialConsistency: 'SERIAL',
};
const OLD = fakeRow({ version: 'old' });
const OTHER = fakeRow({ version: 'other' });
const APPLIED: ConditionalOutcome = { applied: true, row: undefined, wasUnknown: false };
const REFUSED: ConditionalOutcome = { applied: false, row: OLD, wasUnknown: false };
const LOST: ConditionalOutcome = { applied: false, row: OLD, wasUnknown: true };
const OVERTAKEN: ConditionalOutcome = { applied: false, row: OTHER, wasUnknown: true };

test.each([
  ['applied', [APPLIED], APPLIED, 1],
  ['refused', [REFUSED], REFUSED, 1],
  ['lost once', [LOST, APPLIED], APPLIED, 2],
  ['lost, and another writer was first then', [LOST, OVERTAKEN], OVERTAKEN, 2],
])('decideWrite() says what became of a write that is %s', async (_what, outcomes, expected, sent) => {
  const left = [...outcomes];
  const outcome = await decideWrite(
    async () => left.shift() ?? LOST,
    WRITE,
    (row) => row === OLD,
  );
  expect([outcome, outcomes.length - left.length]).toEqual([expected, sent]);
});

test('decideWrite() gives up a write that was lost five times, and throws what the write throws', async () => {
  let sent = 0;
  const lose = async (): Promise<ConditionalOutcome> => {
    sent += 1;
    return LOST;
  };
  await expect(decideWrite(lose, WRITE, (row) => row === OLD)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(sent).toBe(5);
  await expect(
    decideWrite(
      () => Promise.reject(new Error('unknown')),
      WRITE,
      () => true,
    ),
  ).rejects.toThrow('unknown');
});

import { expect, test } from 'vitest';
import { decideRetry, type RetryFault } from './decide.ts';

const IDEMPOTENT = { isIdempotent: true, isConditional: false, retries: 0 };
const TWICE_IS_WRONG = { ...IDEMPOTENT, isIdempotent: false };
const write = (writeType: string): RetryFault => ({ kind: 'write-timeout', writeType });
const FAULTS: readonly RetryFault[] = [
  { kind: 'unavailable' },
  { kind: 'read-timeout', hasEnough: true, hasData: false },
  { kind: 'read-timeout', hasEnough: false, hasData: false },
  { kind: 'request-error' },
  ...['SIMPLE', 'BATCH', 'UNLOGGED_BATCH', 'BATCH_LOG', 'COUNTER', 'CAS', 'VIEW', 'CDC', 'NEW_ONE'].map(write),
];

test.each(FAULTS)('a conditional write is not sent again after %o', (fault) => {
  expect(decideRetry(fault, { ...IDEMPOTENT, isConditional: true })).toBe('give-up');
});

test.each(FAULTS)('nothing is sent a third time by the driver after %o', (fault) => {
  expect(decideRetry(fault, { ...IDEMPOTENT, retries: 1 })).toBe('give-up');
});

test.each([
  ['SIMPLE', 'next-host'],
  ['UNLOGGED_BATCH', 'next-host'],
  ['BATCH_LOG', 'same-host'],
  ['BATCH', 'give-up'],
  ['COUNTER', 'give-up'],
  ['CAS', 'give-up'],
  ['VIEW', 'give-up'],
  ['NEW_ONE', 'give-up'],
])('an idempotent write of type %s that timed out: %s', (writeType, decision) => {
  expect(decideRetry(write(writeType), IDEMPOTENT)).toBe(decision);
});

test.each(FAULTS.filter(({ kind }) => kind === 'write-timeout' || kind === 'request-error'))(
  'a write that must not run twice is not sent again after %o',
  (fault) => {
    expect(decideRetry(fault, TWICE_IS_WRONG)).toBe('give-up');
  },
);

test('what surely did not run is sent again, idempotent or not', () => {
  expect(decideRetry({ kind: 'unavailable' }, TWICE_IS_WRONG)).toBe('next-host');
  expect(decideRetry({ kind: 'read-timeout', hasEnough: true, hasData: false }, TWICE_IS_WRONG)).toBe('same-host');
});

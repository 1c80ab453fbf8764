import { errors } from '@ringside/core';
import { expect, test } from 'vitest';
import { isTransient } from './failure.ts';

test.each([
  ['unavailable', { code: 0x10_00 }, true],
  ['a read time-out', { code: 0x12_00 }, true],
  ['a server error', { code: 0x00_00 }, true],
  ['a lost connection', { isSocketError: true }, true],
  ['no host', { name: 'NoHostAvailableError' }, true],
  ['no answer', { name: 'OperationTimedOutError' }, true],
  ['an attempt that took too long', errors.OPERATION_TIMED_OUT({ message: 'late' }), true],
  ['a syntax error', { code: 0x20_00 }, false],
  ['unauthorized', { code: 0x21_00 }, false],
  ['a wrong value', { name: 'TypeError' }, false],
  ['an abort', errors.ABORTED({ message: 'enough' }), false],
  ['nothing', undefined, false],
])('%s is worth another attempt: %s', (_what, error, expected) => {
  expect(isTransient(error)).toBe(expected);
});

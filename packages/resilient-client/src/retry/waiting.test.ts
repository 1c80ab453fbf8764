import cassandra from 'cassandra-driver';
import { expect, test } from 'vitest';
import { isWorthWaiting, type WaitingError } from './waiting.ts';

const { BusyConnectionError, NoHostAvailableError, OperationTimedOutError, ResponseError } = cassandra.errors;
const overloaded = new ResponseError(0x10_01, 'overloaded');

test.each([
  ['overloaded', overloaded, true],
  ['unavailable', new ResponseError(0x10_00, 'unavailable'), true],
  ['no connection is free', new BusyConnectionError('a:9042', 1, 1), true],
  ['all hosts are overloaded', new NoHostAvailableError({ a: overloaded, b: overloaded }), true],
  ['one of them did not answer', new NoHostAvailableError({ a: overloaded, b: new OperationTimedOutError('none') }), false],
  ['there is no host', new NoHostAvailableError({}), false],
  ['no answer came', new OperationTimedOutError('none'), false],
  ['a write timed out', new ResponseError(0x11_00, 'timeout'), false],
  ['the statement is wrong', new ResponseError(0x20_00, 'syntax'), false],
])('%s: worth waiting %s', (_what, error, is) => {
  expect(isWorthWaiting(error as unknown as WaitingError)).toBe(is);
});

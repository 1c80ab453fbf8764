import cassandra from 'cassandra-driver';
import { expect, test } from 'vitest';
import { worthAttempts, type WaitingError } from './waiting.ts';

const { BusyConnectionError, NoHostAvailableError, OperationTimedOutError, ResponseError } = cassandra.errors;
const overloaded = new ResponseError(0x10_01, 'overloaded');

test.each([
  ['overloaded', overloaded, 3],
  ['unavailable', new ResponseError(0x10_00, 'unavailable'), 3],
  ['no connection is free', new BusyConnectionError('a:9042', 1, 1), 3],
  ['all hosts are overloaded', new NoHostAvailableError({ a: overloaded, b: overloaded }), 3],
  ['one of them did not answer', new NoHostAvailableError({ a: overloaded, b: new OperationTimedOutError('none') }), 1],
  ['a replica failed to read', new ResponseError(0x13_00, 'failed'), 2],
  ['a replica failed to write', new ResponseError(0x15_00, 'failed'), 2],
  [
    'all hosts are overloaded but one, which failed',
    new NoHostAvailableError({ a: overloaded, b: new ResponseError(0x13_00, 'failed') }),
    2,
  ],
  ['there is no host', new NoHostAvailableError({}), 1],
  ['no answer came', new OperationTimedOutError('none'), 1],
  ['a write timed out', new ResponseError(0x11_00, 'timeout'), 1],
  ['the statement is wrong', new ResponseError(0x20_00, 'syntax'), 1],
])('%s: sent %i times in all', (_what, error, times) => {
  expect(worthAttempts(error as unknown as WaitingError)).toBe(times);
});

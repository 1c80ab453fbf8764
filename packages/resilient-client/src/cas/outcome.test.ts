import cassandra from 'cassandra-driver';
import { expect, test } from 'vitest';
import { casFault } from './outcome.ts';

const { NoHostAvailableError, OperationTimedOutError, ResponseError, ArgumentError } = cassandra.errors;
const faultOf = (error: Error) => casFault(error);

test.each([
  [0x10_00, 'unavailable', 'unknown'],
  [0x10_01, 'overloaded', 'unknown'],
  [0x11_00, 'write timeout', 'unknown'],
  [0x15_00, 'write failure', 'unknown'],
  [0x00_00, 'server error', 'unknown'],
  [0x17_00, 'CAS write unknown', 'unknown'],
  [0x10_02, 'bootstrapping', 'refused'],
  [0x20_00, 'syntax error', 'refused'],
  [0x21_00, 'unauthorized', 'refused'],
  [0x22_00, 'invalid', 'refused'],
])('error 0x%s (%s) of a conditional write: %s', (code, name, fault) => {
  expect(faultOf(new ResponseError(code, name))).toBe(fault);
});

test('without an answer the coordinator may still be at work, unless the request never left', () => {
  expect(faultOf(new OperationTimedOutError('no answer'))).toBe('still-running');
  expect(faultOf(Object.assign(new Error('reset'), { isSocketError: true }))).toBe('still-running');
  expect(faultOf(Object.assign(new Error('reset'), { isSocketError: true, requestNotWritten: true }))).toBe('refused');
  expect(faultOf(new ArgumentError('wrong'))).toBe('refused');
});

test('of several hosts the one that may still be at work decides', () => {
  const errors = { a: 'Host considered as DOWN', b: new ResponseError(0x22_00, 'invalid'), c: new OperationTimedOutError('no answer') };
  expect(faultOf(new NoHostAvailableError(errors))).toBe('still-running');
  expect(faultOf(new NoHostAvailableError({ a: 'Host considered as DOWN' }))).toBe('refused');
  expect(faultOf(new NoHostAvailableError({ a: new ResponseError(0x10_00, 'unavailable') }))).toBe('unknown');
});

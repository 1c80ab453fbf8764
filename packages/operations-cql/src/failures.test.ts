import { errors } from '@ringside/core';
import { operationErrors } from '@ringside/operations';
import { describe, expect, test } from 'vitest';
import { explained } from './failures.ts';

function named(name: string, more: object = {}): Error {
  return Object.assign(new Error('said so'), { name, ...more });
}

describe('explained()', () => {
  test.each([
    ['a server error', named('ResponseError', { code: 0x00_00 })],
    ['unavailable', named('ResponseError', { code: 0x10_00 })],
    ['overloaded', named('ResponseError', { code: 0x10_01 })],
    ['bootstrapping', named('ResponseError', { code: 0x10_02 })],
    ['a write that timed out', named('ResponseError', { code: 0x11_00 })],
    ['a read that timed out', named('ResponseError', { code: 0x12_00 })],
    ['a read that failed', named('ResponseError', { code: 0x13_00 })],
    ['a write that failed', named('ResponseError', { code: 0x15_00 })],
    ['an unknown Paxos round', named('ResponseError', { code: 0x17_00 })],
    ['no host', named('NoHostAvailableError')],
    ['no answer', named('OperationTimedOutError')],
    ['a lost connection', named('Error', { isSocketError: true, code: 'ECONNRESET' })],
    ['an unknown outcome', named('OpsError', { code: 'COMPARE_AND_SET_UNKNOWN' })],
  ])('says of %s that there is no quorum, and why', (_what, error) => {
    const said = explained(error);
    expect(operationErrors.OPERATIONS_UNAVAILABLE.is(said)).toBe(true);
    expect(said).toMatchObject({ message: expect.stringContaining('said so'), cause: error });
  });

  test.each([
    ['a syntax error', named('ResponseError', { code: 0x20_00 })],
    ['an invalid statement', named('ResponseError', { code: 0x22_00 })],
    ['a mistake of ours', new TypeError('x is not a function')],
    ['an interruption', errors.ABORTED({ message: 'Stopping' })],
    ['nothing', undefined],
  ])('leaves %s as it is', (_what, error) => {
    expect(explained(error)).toBe(error);
  });

  test.each(['unconfigured table operations', 'keyspace ringside does not exist', 'table ringside.operations does not exist'])(
    'says of “%s” that the nodes do not agree',
    (message) => {
      const error = Object.assign(new Error(message), { code: 0x22_00 });
      expect(explained(error)).toMatchObject({ code: 'OPERATIONS_UNAVAILABLE', message: expect.stringContaining('do not agree') });
    },
  );
});

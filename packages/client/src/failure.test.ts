import cassandra from 'cassandra-driver';
import { describe, expect, it } from 'vitest';
import { failureOf, RequestError } from './failure.ts';

/** An error as the driver makes it. */
function serverError(code: number, message = 'm', facts: object = {}): Error {
  return Object.assign(new cassandra.errors.ResponseError(code, message), facts);
}

function noHost(inner: unknown): Error {
  return Object.assign(new Error('All host(s) tried'), { name: 'NoHostAvailableError', innerErrors: { a: inner } });
}

describe('a RequestError', () => {
  it.each([
    [0x00_00, 'CASSANDRA_FAILED'],
    [0x10_00, 'CASSANDRA_UNAVAILABLE'],
    [0x11_00, 'OPERATION_TIMED_OUT'],
    [0x20_00, 'CQL_STATEMENT_FAILED'],
    [0x21_00, 'FORBIDDEN'],
  ])('of protocol error %i has the code %s', (code, expected) => {
    const error = serverError(code);
    expect(new RequestError(failureOf(error), error)).toMatchObject({ code: expected, cause: error });
  });

  it.each([
    ['OperationTimedOutError', 'timed-out', 'OPERATION_TIMED_OUT'],
    ['AuthenticationError', 'denied', 'UNAUTHORIZED'],
    ['ArgumentError', 'client', 'CQL_STATEMENT_FAILED'],
  ])('of the driver’s %s is "%s", %s', (name, kind, code) => {
    const error = Object.assign(new Error('m'), { name });
    expect(new RequestError(failureOf(error), error)).toMatchObject({ code, failure: { kind, message: 'm', name } });
  });
});

describe('failureOf()', () => {
  it('finds the answer of the server below the driver’s own "no host"', () => {
    const failure = failureOf(noHost(serverError(0x22_00, 'Undefined column name x')));
    expect(failure).toMatchObject({ kind: 'server', protocolCode: 0x22_00, message: 'Undefined column name x' });
  });

  it.each([
    ['a text', 'Host considered as DOWN', 'All host(s) tried'],
    ['a refused connection', new Error('connect ECONNREFUSED'), 'connect ECONNREFUSED'],
  ])('says that the node is unreachable when all that the driver has is %s', (_, inner, message) => {
    expect(failureOf(noHost(inner))).toMatchObject({ kind: 'unreachable', message });
  });

  it('names the consistency level of an error that carries figures', () => {
    const { serial } = cassandra.types.consistencies;
    const facts = { consistencies: serial, received: 1, blockFor: 2, writeType: 'CAS' };
    expect(failureOf(serverError(0x11_00, 'm', facts))).toMatchObject({
      consistency: 'SERIAL',
      received: 1,
      blockFor: 2,
      writeType: 'CAS',
    });
  });

  it('tells a lost connection from one that there never was', () => {
    expect(failureOf(Object.assign(new Error('Socket was closed'), { isSocketError: true }))).toMatchObject({ kind: 'disconnected' });
  });
});

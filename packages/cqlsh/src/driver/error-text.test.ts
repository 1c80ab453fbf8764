import cassandra from 'cassandra-driver';
import { describe, expect, it } from 'vitest';
import { describeFailure } from './error-text.ts';
import { failureReasons } from './failure-reasons.ts';
import { keepServerMessages } from './server-message.ts';

keepServerMessages();

/** An error as the driver makes it: the server's sentence first, then its figures and the driver's own sentence. */
function serverError(code: number, message: string, facts: object): Error {
  const error = new cassandra.errors.ResponseError(code, message);
  return Object.assign(error, facts, 'consistencies' in facts ? { message: 'Server timeout, in words of the driver' } : {});
}

const { quorum, serial } = cassandra.types.consistencies;
const TIMED_OUT = "Coordinator node timed out waiting for replica nodes' responses";
const text = (error: unknown): string => describeFailure(error, '127.0.0.1:9042', 'dc1').text;

describe('describeFailure(), word for word what cqlsh 6.2.2 printed on a real ring', () => {
  it('of a write that two paused replicas did not answer', () => {
    const error = serverError(0x1100, 'Operation timed out - received only 1 responses.', {
      consistencies: quorum,
      received: 1,
      blockFor: 2,
      writeType: 'SIMPLE',
    });
    expect(text(error)).toBe(
      `WriteTimeout: Error from server: code=1100 [${TIMED_OUT}] message="Operation timed out - received only 1 responses." info={'consistency': 'QUORUM', 'required_responses': 2, 'received_responses': 1, 'write_type': 'SIMPLE'}`,
    );
  });

  it('of a read that they did not answer', () => {
    const error = serverError(0x1200, 'Operation timed out - received only 1 responses.', {
      consistencies: quorum,
      received: 1,
      blockFor: 2,
    });
    expect(text(error)).toBe(
      `ReadTimeout: Error from server: code=1200 [${TIMED_OUT}] message="Operation timed out - received only 1 responses." info={'consistency': 'QUORUM', 'required_responses': 2, 'received_responses': 1}`,
    );
  });

  it('of replicas that are known to be down, below the Python driver’s "no host"', () => {
    const error = serverError(0x1000, 'Cannot achieve consistency level QUORUM', { consistencies: quorum, required: 2, alive: 1 });
    expect(text(error)).toBe(
      String.raw`NoHostAvailable: ('Unable to complete the operation against any hosts', {<Host: 127.0.0.1:9042 dc1>: Unavailable('Error from server: code=1000 [Unavailable exception] message="Cannot achieve consistency level QUORUM" info={\'consistency\': \'QUORUM\', \'required_replicas\': 2, \'alive_replicas\': 1}')})`,
    );
  });

  it('of a serial level, by its name', () => {
    const error = serverError(0x1100, 'm', { consistencies: serial, received: 1, blockFor: 2, writeType: 'CAS' });
    expect(text(error)).toContain("'consistency': 'SERIAL'");
  });
});

describe('describeFailure()', () => {
  it.each([
    [0x1000, 'CASSANDRA_UNAVAILABLE'],
    [0x1100, 'OPERATION_TIMED_OUT'],
    [0x2000, 'CQL_STATEMENT_FAILED'],
    [0x2100, 'FORBIDDEN'],
  ])('gives protocol error %i the code %s', (code, expected) => {
    expect(describeFailure(serverError(code, 'm', {}), 'a', 'b').code).toBe(expected);
  });

  it('finds the answer of the server below the driver’s own "no host"', () => {
    const inner = serverError(0x2200, 'Undefined column name x', {});
    const outer = Object.assign(new Error('All host(s) tried'), { name: 'NoHostAvailableError', innerErrors: { a: inner } });
    expect(describeFailure(outer, 'a', 'b')).toMatchObject({ message: 'Undefined column name x', code: 'CQL_STATEMENT_FAILED' });
  });

  it.each([
    ['a text', 'Host considered as DOWN'],
    ['a refused connection', new Error('connect ECONNREFUSED')],
  ])('says that the node is down when all that the driver has is %s', (_, inner) => {
    const outer = Object.assign(new Error('All host(s) tried'), { name: 'NoHostAvailableError', innerErrors: { a: inner } });
    expect(describeFailure(outer, 'a', 'b')).toMatchObject({
      code: 'CASSANDRA_UNAVAILABLE',
      message: 'Host has been marked down or removed',
    });
  });
});

describe('failureReasons()', () => {
  it('reads them out of the sentence of the server', () => {
    const message =
      'Operation failed - received 0 responses and 2 failures: TIMEOUT from /127.0.0.2:7000, READ_TOO_MANY_TOMBSTONES from /[::1]:7000';
    expect(failureReasons(message)).toEqual([
      ['127.0.0.2', 2],
      ['::1', 1],
    ]);
    expect(failureReasons('nothing of that')).toEqual([]);
  });
});

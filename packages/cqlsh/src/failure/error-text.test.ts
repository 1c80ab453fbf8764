import type { RequestFailure, ServerFailure } from '@ringside/client';
import { describe, expect, it } from 'vitest';
import { describeFailure } from './error-text.ts';
import { failureReasons } from './failure-reasons.ts';

function server(protocolCode: number, message: string, facts: Partial<ServerFailure> = {}): ServerFailure {
  return { kind: 'server', protocolCode, message, ...facts };
}

const TIMED_OUT = "Coordinator node timed out waiting for replica nodes' responses";
const text = (failure: RequestFailure): string => describeFailure(failure, { coordinator: '127.0.0.1:9042', datacenter: 'dc1' }).text;

describe('describeFailure(), word for word what cqlsh 6.2.2 printed on a real ring', () => {
  it('of a write that two paused replicas did not answer', () => {
    const failure = server(0x1100, 'Operation timed out - received only 1 responses.', {
      consistency: 'QUORUM',
      received: 1,
      blockFor: 2,
      writeType: 'SIMPLE',
    });
    expect(text(failure)).toBe(
      `WriteTimeout: Error from server: code=1100 [${TIMED_OUT}] message="Operation timed out - received only 1 responses." info={'consistency': 'QUORUM', 'required_responses': 2, 'received_responses': 1, 'write_type': 'SIMPLE'}`,
    );
  });

  it('of a read that they did not answer', () => {
    const failure = server(0x1200, 'Operation timed out - received only 1 responses.', {
      consistency: 'QUORUM',
      received: 1,
      blockFor: 2,
    });
    expect(text(failure)).toBe(
      `ReadTimeout: Error from server: code=1200 [${TIMED_OUT}] message="Operation timed out - received only 1 responses." info={'consistency': 'QUORUM', 'required_responses': 2, 'received_responses': 1}`,
    );
  });

  it('of replicas that are known to be down, below the Python driver’s "no host"', () => {
    const failure = server(0x1000, 'Cannot achieve consistency level QUORUM', { consistency: 'QUORUM', required: 2, alive: 1 });
    expect(text(failure)).toBe(
      String.raw`NoHostAvailable: ('Unable to complete the operation against any hosts', {<Host: 127.0.0.1:9042 dc1>: Unavailable('Error from server: code=1000 [Unavailable exception] message="Cannot achieve consistency level QUORUM" info={\'consistency\': \'QUORUM\', \'required_replicas\': 2, \'alive_replicas\': 1}')})`,
    );
  });

  it('of a node that is down, and of one that does not answer', () => {
    const gone: RequestFailure = { kind: 'unreachable', message: 'connect ECONNREFUSED', name: 'NoHostAvailableError' };
    expect(text(gone)).toBe(
      "NoHostAvailable: ('Unable to complete the operation against any hosts', {<Host: 127.0.0.1:9042 dc1>: ConnectionException('Host has been marked down or removed')})",
    );
    expect(text({ kind: 'timed-out', message: 'late', name: 'OperationTimedOutError' })).toBe(
      "OperationTimedOut: errors={'127.0.0.1:9042': 'Client request timeout. See Session.execute[_async](timeout)'}, last_host=127.0.0.1:9042",
    );
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

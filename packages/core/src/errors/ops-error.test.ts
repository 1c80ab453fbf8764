import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorTable } from './legacy-table.ts';
import { OpsError } from './ops-error.ts';
import { toOpsError } from './to-ops-error.ts';

describe('the error table', () => {
  const rows = Object.entries(errorTable);

  it('is in alphabetical order, so that a reader finds a code', () => {
    const codes = rows.map(([code]) => code);
    expect(codes).toEqual(codes.toSorted());
  });

  it.each(rows)('%s has a remedy that is a sentence, a client or server status and a failing exit code', (_code, row) => {
    expect(row.remedy).toMatch(/^[A-Z].*\.$/s);
    expect(row.httpStatus).toBeGreaterThanOrEqual(400);
    expect(row.httpStatus).toBeLessThan(600);
    expect(row.exitCode).toBeGreaterThan(0);
    expect(row.exitCode).toBeLessThan(256);
  });
});

/** `[HTTP status, exit code]`. Programs go by them: a change here breaks somebody's script, so it is made on purpose or not at all. */
const PROMISED: Readonly<Record<ErrorCode, readonly [number, number]>> = {
  ABORTED: [499, 130],
  ADDRESS_IN_USE: [409, 69],
  ADDRESS_MISSING: [500, 71],
  BIND_REFUSED: [500, 78],
  CACHE_NOT_WRITABLE: [500, 73],
  CASSANDRA_DENIED: [502, 77],
  CASSANDRA_DIED: [503, 70],
  CASSANDRA_UNAVAILABLE: [503, 69],
  CONFIG_INVALID: [400, 78],
  CONFIG_UNKNOWN_KEY: [400, 78],
  CQL_MALFORMED: [400, 65],
  CQL_STATEMENT_FAILED: [400, 65],
  DEPENDENCY_FETCH_FAILED: [502, 69],
  DISK_FULL: [507, 71],
  DOCS_BRANCH_FOREIGN: [409, 65],
  DOCS_BUILD_INCOMPLETE: [400, 65],
  DOCS_PUSH_CONTENDED: [409, 75],
  DOCS_PUSH_REFUSED: [403, 77],
  DOCS_REMOTE_UNAVAILABLE: [502, 69],
  DOCS_SOURCE_DIRTY: [409, 65],
  DOCS_SOURCE_NOT_NEWER: [409, 65],
  FORBIDDEN: [403, 77],
  HASH_MISMATCH: [502, 65],
  INTERNAL: [500, 70],
  INVALID_ARGUMENT: [400, 64],
  INVALID_CONSISTENCY_LEVEL: [400, 64],
  INVALID_KEY: [400, 65],
  INVALID_REPLICATION: [400, 65],
  JAVA_MISSING: [500, 69],
  JAVA_UNSUPPORTED: [500, 69],
  JSON_MALFORMED: [400, 65],
  MAVEN_MISSING: [500, 69],
  MEMORY_SHORT: [507, 71],
  MISDIRECTED: [421, 64],
  NODE_CONTROL_DENIED: [502, 77],
  NODE_CONTROL_MALFORMED: [502, 70],
  NODE_CONTROL_UNAVAILABLE: [503, 69],
  NODE_JOINING: [503, 69],
  NODE_REFUSED: [409, 69],
  NOT_FOUND: [404, 66],
  OPERATION_TIMED_OUT: [504, 75],
  OUTPUT_FAILED: [500, 74],
  OUT_OF_PORTS: [500, 71],
  PERMISSION_DENIED: [500, 77],
  RING_NOT_RUNNING: [409, 69],
  RING_RUNNING: [409, 69],
  SIDECAR_BUSY: [503, 75],
  SIDECAR_UNAVAILABLE: [503, 69],
  SNAPSHOT_EXISTS: [409, 73],
  STATE_CORRUPT: [500, 65],
  TOOL_INSTALL_FAILED: [500, 69],
  UNAUTHORIZED: [401, 77],
};

describe('the promise to programs', () => {
  it('is kept: every code has the status and the exit code that it always had', () => {
    const actual = Object.fromEntries(Object.entries(errorTable).map(([code, { httpStatus, exitCode }]) => [code, [httpStatus, exitCode]]));
    expect(actual).toEqual(PROMISED);
  });
});

describe('OpsError', () => {
  it('takes status, exit code and retryability from its row', () => {
    const error = new OpsError('CASSANDRA_UNAVAILABLE', { message: 'Cassandra at 127.0.0.1 does not answer' });
    expect([error.httpStatus, error.exitCode, error.retryable]).toEqual([503, 69, true]);
    expect(error.remedy).toBe(errorTable.CASSANDRA_UNAVAILABLE.remedy);
  });

  it('never puts its cause on the wire', () => {
    const error = new OpsError('INTERNAL', { message: 'it failed', cause: new Error('password=hunter2') });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });
});

describe('toOpsError()', () => {
  it('gives an OpsError back as it is', () => {
    const error = new OpsError('NOT_FOUND', { message: 'no' });
    expect(toOpsError(error)).toBe(error);
  });

  it('reads an abort as ABORTED whatever the fallback', () => {
    const signal = AbortSignal.abort();
    expect(toOpsError(signal.reason, 'NOT_FOUND').code).toBe('ABORTED');
  });

  it('keeps the message of a foreign error and gives it the fallback code', () => {
    const error = toOpsError(new Error('odd'), 'DISK_FULL');
    expect([error.code, error.message]).toEqual(['DISK_FULL', 'odd']);
  });
});

import { describe, expect, it } from 'vitest';
import { errorTable } from './error-table.ts';
import { OpsError, toOpsError } from './ops-error.ts';

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

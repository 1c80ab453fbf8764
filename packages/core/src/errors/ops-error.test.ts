import { describe, expect, it } from 'vitest';
import { errors } from './errors.ts';
import { OpsError, reworded } from './ops-error.ts';
import { toOpsError } from './to-ops-error.ts';

describe('OpsError', () => {
  it('never puts its cause on the wire', () => {
    const error = errors.INTERNAL({ message: 'it failed', cause: new Error('password=hunter2') });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it('is made of a declared kind, not of a word', () => {
    // @ts-expect-error: a code is no kind
    expect(new OpsError('NOPE', { message: 'm' }).code).toBeUndefined();
  });
});

describe('reworded()', () => {
  it('keeps the code and all that comes with it, and the first error as its cause', () => {
    const first = errors.UNAVAILABLE({ message: 'a', details: { url: 'u' } });
    const second = reworded(first, { message: 'b' });
    expect(second).toMatchObject({ message: 'b', code: 'UNAVAILABLE', remedy: first.remedy, details: { url: 'u' }, cause: first });
    expect([second.httpStatus, second.exitCode, second.retryable]).toEqual([503, 69, true]);
  });
});

describe('toOpsError()', () => {
  it('gives an OpsError back as it is', () => {
    const error = errors.NOT_FOUND({ message: 'no' });
    expect(toOpsError(error)).toBe(error);
  });

  it('reads an abort as ABORTED whatever the fallback', () => {
    const signal = AbortSignal.abort();
    expect(toOpsError(signal.reason, errors.NOT_FOUND).code).toBe('ABORTED');
  });

  it('keeps the message of a foreign error and gives it the fallback kind', () => {
    const error = toOpsError(new Error('odd'), errors.DISK_FULL);
    expect([error.code, error.message]).toEqual(['DISK_FULL', 'odd']);
  });
});

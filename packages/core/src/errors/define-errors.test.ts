import { describe, expect, it } from 'vitest';
import { defineErrors, type ErrorKinds } from './define-errors.ts';
import { errors } from './errors.ts';
import { isOpsError, OpsError } from './ops-error.ts';
import { errorFromWire, toOpsError } from './to-ops-error.ts';

const tide: ErrorKinds<'TIDE_OUT' | 'TIDE_LATE'> = defineErrors('tide', {
  TIDE_OUT: { what: 'No water at {place}', remedy: 'Wait for the tide.', status: 503, exit: 69, retryable: true },
  TIDE_LATE: { what: 'Late', remedy: 'Wait.', status: 504, exit: 75 },
});

describe('defineErrors()', () => {
  it('gives each error what was declared', () => {
    const error = tide.TIDE_OUT({ message: 'No water at Husum', details: { place: 'Husum' } });
    expect(error).toBeInstanceOf(OpsError);
    expect(error).toMatchObject({ code: 'TIDE_OUT', remedy: 'Wait for the tide.', httpStatus: 503, exitCode: 69, retryable: true });
    expect({ ...tide.TIDE_OUT }).toMatchObject({ owner: 'tide', code: 'TIDE_OUT', status: 503, exit: 69 });
    expect(tide.TIDE_LATE({ message: 'late' }).retryable).toBe(false);
  });

  it('lets an error say a more precise remedy', () => {
    expect(tide.TIDE_OUT({ message: 'No water', remedy: 'Come back at 14:05.' }).remedy).toBe('Come back at 14:05.');
  });

  it('tells its kinds from each other and from foreign errors', () => {
    const error = tide.TIDE_OUT({ message: 'No water' });
    expect([tide.TIDE_OUT.is(error), tide.TIDE_LATE.is(error)]).toEqual([true, false]);
    expect(tide.TIDE_OUT.is(Object.assign(new Error('no'), { code: 'TIDE_OUT' }))).toBe(false);
  });

  it('lets only a declared code compile', () => {
    // @ts-expect-error: nobody declared it
    expect(tide.TIDE_HIGH).toBeUndefined();
    // @ts-expect-error: a misspelt code of core
    expect(errors.NOT_FUOND).toBeUndefined();
  });
});

/** Evaluates the module again, as a second copy of the package would be. */
const copyOf = (module: string): string => `${module}?copy`;

describe('isOpsError()', () => {
  it('knows an error of another copy of the package', async () => {
    const { OpsError: TheirOpsError } = (await import(copyOf('./ops-error.ts'))) as { readonly OpsError: typeof OpsError };
    const error = new TheirOpsError(errors.NOT_FOUND, { message: 'no' });
    expect(error instanceof OpsError).toBe(false);
    expect(isOpsError(error)).toBe(true);
    expect(errors.NOT_FOUND.is(error)).toBe(true);
    expect(toOpsError(error)).toBe(error);
  });

  it.each([undefined, null, 'NOT_FOUND', new Error('no'), { code: 'NOT_FOUND', remedy: '' }])('is false for %s', (thrown) => {
    expect(isOpsError(thrown)).toBe(false);
  });
});

describe('errorFromWire()', () => {
  it('keeps a code that this program does not know, with all that was sent', () => {
    const wire = { code: 'FROM_THE_FUTURE', message: 'm', remedy: 'r.', retryable: true, exitCode: 65, details: { a: 1 } };
    const error = errorFromWire(wire, 409, errors.CONFLICT);
    expect(error).toMatchObject({ ...wire, httpStatus: 409 });
    expect(JSON.parse(JSON.stringify(error))).toEqual({ code: wire.code, message: 'm', remedy: 'r.', retryable: true, details: { a: 1 } });
  });

  it('takes from the fallback what was not sent', () => {
    expect(errorFromWire({ message: 'm' }, 503, errors.UNAVAILABLE)).toMatchObject({
      code: 'UNAVAILABLE',
      remedy: errors.UNAVAILABLE.remedy,
      retryable: true,
      exitCode: 69,
      httpStatus: 503,
    });
  });
});

import type { ErrorKind } from './define-errors.ts';
import { errors } from './errors.ts';
import { isOpsError, OpsError, type OpsErrorJson } from './ops-error.ts';

/**
 * Turns anything that was thrown into an {@link OpsError}; an `OpsError` comes back as it is.
 *
 * @param thrown what a `catch` caught
 * @param fallback the kind of a foreign error, `INTERNAL` by default; an abort always becomes `ABORTED`
 */
export function toOpsError(thrown: unknown, fallback: ErrorKind = errors.INTERNAL): OpsError {
  if (isOpsError(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const aborted = thrown instanceof Error && thrown.name === 'AbortError';
  return new OpsError(aborted ? errors.ABORTED : fallback, { message, cause: thrown });
}

/** What came over a wire about an error, as far as it is what it should be; see {@link errorFromWire}. */
export type ErrorWire = { readonly message: string; readonly exitCode?: number | undefined } & {
  readonly [Key in Exclude<keyof OpsErrorJson, 'message'>]?: OpsErrorJson[Key] | undefined;
};

/**
 * Makes an error again from what came over a wire. Its code is kept whether or not this program knows it: a newer sidecar may raise one
 * that an older client has never heard of.
 *
 * @param httpStatus which it came with
 * @param fallback what stands in for whatever was not sent
 */
export function errorFromWire(wire: ErrorWire, httpStatus: number, fallback: ErrorKind): OpsError {
  const { code, remedy, retryable, exitCode, ...init } = wire;
  const facts = {
    code: code ?? fallback.code,
    remedy: remedy ?? fallback.remedy,
    retryable: retryable ?? fallback.retryable,
    exit: exitCode ?? fallback.exit,
    status: httpStatus,
  };
  return new OpsError(facts, init);
}

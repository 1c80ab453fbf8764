import { type ErrorCode, type ErrorRow, errorTable } from './error-table.ts';

/** What is particular to one {@link OpsError}. */
export interface OpsErrorInit {
  /** One sentence that says what is wrong, with the values that matter and no secret. */
  readonly message: string;
  /** What to do about it, when more precise than the table's remedy. */
  readonly remedy?: string;
  /** What was caught, kept for `--verbose`. */
  readonly cause?: unknown;
  /** Values for programs, shown with `--json`. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The form of an {@link OpsError} on the wire and under `--json`. */
export interface OpsErrorJson {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The one error class that Ringside shows to people and programs. Status, exit code and retryability come from
 * {@link errorTable}, so they cannot differ between two places that raise the same code.
 *
 * @example
 * ```ts
 * throw new OpsError('NOT_FOUND', { message: 'Keyspace "orders" does not exist' });
 * ```
 */
export class OpsError extends Error {
  /** Always `OpsError`: tells it from a foreign error where `instanceof` cannot, such as in a log. */
  override readonly name = 'OpsError';
  /** Which error it is; stable, so that a program can go by it. */
  readonly code: ErrorCode;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  /** The values of the message, for programs; `undefined` when there are none. Part of the wire form, so never a secret. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, init: OpsErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = code;
    this.remedy = init.remedy ?? errorTable[code].remedy;
    this.details = init.details;
  }

  /** True when the same call may succeed later without anything being changed. */
  get retryable(): boolean {
    return this.#row.retryable;
  }

  /** The HTTP status that a sidecar answers with. */
  get httpStatus(): number {
    return this.#row.httpStatus;
  }

  /** The exit code of the command line. */
  get exitCode(): number {
    return this.#row.exitCode;
  }

  get #row(): ErrorRow {
    return errorTable[this.code];
  }

  /** The wire form; never contains the cause, which may hold a secret or a stack. */
  toJSON(): OpsErrorJson {
    const { code, message, remedy, retryable, details } = this;
    return details === undefined ? { code, message, remedy, retryable } : { code, message, remedy, retryable, details };
  }
}

/**
 * Turns anything that was thrown into an {@link OpsError}; an `OpsError` comes back as it is.
 *
 * @param thrown what a `catch` caught
 * @param fallback the code for a foreign error, `INTERNAL` by default; an abort always becomes `ABORTED`
 */
export function toOpsError(thrown: unknown, fallback: ErrorCode = 'INTERNAL'): OpsError {
  if (thrown instanceof OpsError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const aborted = thrown instanceof Error && thrown.name === 'AbortError';
  return new OpsError(aborted ? 'ABORTED' : fallback, { message, cause: thrown });
}

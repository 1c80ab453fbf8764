import type { ErrorFacts } from './facts.ts';

/** What is particular to one {@link OpsError}. */
export interface OpsErrorInit {
  /** One sentence that says what is wrong, with the values that matter and no secret. */
  readonly message: string;
  /** What to do about it, when more precise than the declared remedy. */
  readonly remedy?: string | undefined;
  /** What was caught, kept for `--verbose`. */
  readonly cause?: unknown;
  /** Values for programs, shown with `--json`. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** The form of an {@link OpsError} on the wire and under `--json`. */
export interface OpsErrorJson {
  /** Which error it is, such as `NOT_FOUND`. A newer peer may send one that this version does not declare. */
  readonly code: string;
  /** One sentence that says what is wrong, for people. */
  readonly message: string;
  /** What to do about it, in one sentence; often a command that can be pasted. */
  readonly remedy: string;
  /** True when the same call may succeed later without anything being changed. */
  readonly retryable: boolean;
  /** The values of the message, for programs; left out when there are none. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** In the registry of the whole program, so that every copy of this package marks its errors alike. */
const BRAND: symbol = Symbol.for('ringside.OpsError');

/**
 * The one error class that Ringside shows to people and programs. Errors are made by the kinds of `defineErrors()`, not with `new`;
 * status, exit code and whether trying again helps come from there, so they cannot differ between two places that raise one code.
 *
 * @example
 * ```ts
 * throw errors.NOT_FOUND({ message: 'Keyspace "orders" does not exist' });
 * ```
 */
export class OpsError extends Error {
  /** Always `OpsError`, such as in a log. */
  override readonly name = 'OpsError';
  /** Which error it is; stable, so that a program can go by it. */
  readonly code: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  /** The values of the message, for programs; `undefined` when there are none. Part of the wire form, so never a secret. */
  readonly details: Readonly<Record<string, unknown>> | undefined;
  /** True when the same call may succeed later without anything being changed. */
  readonly retryable: boolean;
  /** The HTTP status that a sidecar answers with. */
  readonly httpStatus: number;
  /** The exit code of the command line. */
  readonly exitCode: number;

  constructor(kind: ErrorFacts, init: OpsErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = kind.code;
    this.remedy = init.remedy ?? kind.remedy;
    this.details = init.details;
    this.retryable = kind.retryable;
    this.httpStatus = kind.status;
    this.exitCode = kind.exit;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The wire form; never contains the cause, which may hold a secret or a stack. */
  toJSON(): OpsErrorJson {
    const { code, message, remedy, retryable, details } = this;
    return details === undefined ? { code, message, remedy, retryable } : { code, message, remedy, retryable, details };
  }
}

/** What a {@link reworded} error says otherwise. */
export type Rewording = Partial<OpsErrorInit>;

/**
 * The same error in other words: its code and all that comes with it stay, and it becomes the cause of the new one.
 *
 * @param said what changes; the rest is kept
 */
export function reworded(error: OpsError, said: Rewording): OpsError {
  const { code, remedy, httpStatus: status, exitCode: exit, retryable, message, details } = error;
  return new OpsError({ code, remedy, status, exit, retryable }, { message, details, cause: error, ...said });
}

/**
 * True for an error of {@link OpsError}, also one that another copy of this package made: two versions may be installed side by side,
 * and `instanceof` tells them apart.
 */
export function isOpsError(thrown: unknown): thrown is OpsError {
  return thrown instanceof Error && BRAND in thrown;
}

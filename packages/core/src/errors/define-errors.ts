import type { ErrorFacts } from './facts.ts';
import { isOpsError, OpsError, type OpsErrorInit } from './ops-error.ts';

/** One error as the package that raises it declares it. */
export interface ErrorDeclaration {
  /** The shape of its message, with `{placeholders}` for what varies; documentation, not a template engine. */
  readonly what: string;
  /** What to do about it: true wherever the code is raised, or else said where it is raised. */
  readonly remedy: string;
  /** The HTTP status that a sidecar answers with. */
  readonly status: number;
  /**
   * The exit code of the command line. After sysexits.h: 64 usage, 65 data, 66 no input, 69 unavailable, 70 internal, 71 system, 73 cannot
   * create, 74 I/O, 75 try again, 77 permission, 78 configuration; 130 is an interrupt.
   */
  readonly exit: number;
  /** True when the same call may succeed later without anything being changed. Default false. */
  readonly retryable?: boolean;
}

/** A declared error: call it to make one. */
export interface ErrorKind<Code extends string = string> extends ErrorFacts {
  /**
   * Makes the error; the caller throws it. Status, exit code and `retryable` are the declared ones, and so is the remedy unless `init` has
   * one.
   */
  (init: OpsErrorInit): OpsError;
  /** Unique among all packages and stable, such as `NOT_FOUND`: programs go by it, messages may change. */
  readonly code: Code;
  /** The shape of its message. */
  readonly what: string;
  /** The package that declared it, without its scope. */
  readonly owner: string;
  /** True for an error of this kind, whichever copy of the package made it. */
  is(thrown: unknown): thrown is OpsError & { readonly code: Code };
}

/** What {@link defineErrors} gives: a kind for each code. */
export type ErrorKinds<Code extends string> = { readonly [Each in Code]: ErrorKind<Each> };

/**
 * Declares the errors of a package, in its `src/errors.ts`. A code is declared once, by the lowest package that raises it; those above
 * import its kind. Their reference is made from all declarations.
 *
 * @param owner the package, without its scope
 * @param declared what each error says, by code
 *
 * @example
 * ```ts
 * export const tideErrors: ErrorKinds<'TIDE_OUT'> = defineErrors('tide', {
 *   TIDE_OUT: { what: 'No water at {place}', remedy: 'Wait for the tide.', status: 503, exit: 69, retryable: true },
 * });
 *
 * throw tideErrors.TIDE_OUT({ message: `No water at ${place}` });
 * ```
 */
export function defineErrors<Code extends string>(owner: string, declared: Readonly<Record<Code, ErrorDeclaration>>): ErrorKinds<Code> {
  const kinds = Object.entries<ErrorDeclaration>(declared).map(([code, row]) => [code, kindOf(owner, code, row)]);
  return Object.freeze(Object.fromEntries(kinds)) as ErrorKinds<Code>;
}

function kindOf(owner: string, code: string, { retryable = false, ...declared }: ErrorDeclaration): ErrorKind {
  const facts = { ...declared, retryable, owner, code };
  const make = (init: OpsErrorInit): OpsError => new OpsError(facts, init);
  const is = (thrown: unknown): thrown is OpsError & { readonly code: string } => isOpsError(thrown) && thrown.code === code;
  return Object.freeze(Object.assign(make, facts, { is }));
}

/** What all errors with the same code have in common. */
export interface ErrorFacts {
  /** Which error it is; stable, so that a program can go by it. */
  readonly code: string;
  /** What to do about it, in one sentence that holds wherever the code is raised. */
  readonly remedy: string;
  /** The HTTP status that a sidecar answers with. */
  readonly status: number;
  /** The exit code of the command line, after sysexits.h where one fits. */
  readonly exit: number;
  /** True when the same call may succeed later without anything being changed. */
  readonly retryable: boolean;
}

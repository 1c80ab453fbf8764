import type { ErrorFacts } from '@ringside/core';

/** As `npm start` has it. */
const OLD_NODE_EXIT_CODE = 69;

/** What a check of the machine found. */
export interface CheckResult {
  /** What was checked, as the table of `ringside doctor` shows it, such as `Java`. */
  readonly name: string;
  /** `problem`: `ringside up` would fail. `warning`: it would work, with a limitation. */
  readonly outcome: 'ok' | 'warning' | 'problem';
  /** What is there, in a few words. */
  readonly found: string;
  /** What to do, for anything but `ok`. */
  readonly remedy?: string;
  /** Of a problem: the error that `ringside up` would end with; absent for a Node that is too old, which is no error of Ringside's. */
  readonly code?: string;
  /** Of a problem: the exit code that `ringside up` would end with. */
  readonly exitCode?: number;
}

/** A result that is well. */
export function ok(name: string, found: string): CheckResult {
  return { name, outcome: 'ok', found };
}

/** Something that makes a ring slower or smaller, but not impossible. */
export function warning(name: string, found: string, remedy: string): CheckResult {
  return { name, outcome: 'warning', found, remedy };
}

/** Something without which `ringside up` would fail. */
export function problem(error: Pick<ErrorFacts, 'code' | 'exit'> | undefined, name: string, found: string, remedy: string): CheckResult {
  const { code, exit: exitCode = OLD_NODE_EXIT_CODE } = error ?? {};
  return { name, outcome: 'problem', found, remedy, exitCode, ...(code !== undefined && { code }) };
}

/** What `ringside doctor` ends with: the exit code of the first problem, as `ringside up` would have it; 0 without one. */
export function exitCodeOf(checks: readonly CheckResult[]): number {
  return checks.find(({ outcome }) => outcome === 'problem')?.exitCode ?? 0;
}

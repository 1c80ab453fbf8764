/** What a check of the machine found. */
export interface CheckResult {
  readonly name: string;
  readonly outcome: 'ok' | 'warning' | 'problem';
  /** What is there, in a few words. */
  readonly found: string;
  /** What to do, for anything but `ok`. */
  readonly remedy?: string;
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
export function problem(name: string, found: string, remedy: string): CheckResult {
  return { name, outcome: 'problem', found, remedy };
}

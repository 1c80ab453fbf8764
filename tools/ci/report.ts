/** How many tests passed, failed and were skipped. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a step left behind. */
export interface StepOutcome {
  readonly exitCode: number;
  /** The parsed Vitest reports of the step; `undefined` for a step that has none by design. */
  readonly reports: readonly unknown[] | undefined;
}

/**
 * Counts one step. A step without reports is itself one test. A failing step is never counted as all green: when its reports
 * show no failure (a crash, a compile error), the step itself is the failure. A step that should have run tests and ran none has failed.
 */
export function countStep({ exitCode, reports }: StepOutcome): Count {
  if (reports === undefined) return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  const sum = addCounts(reports.map(countReport));
  const silent = sum.failed === 0 && (exitCode !== 0 || sum.passed === 0);
  return silent ? { ...sum, failed: 1 } : sum;
}

/** A step that could not be run to its end: a program that does not start, a disk that is full. It is one failure, and the run goes on. */
export function brokenStep(name: string, thrown: unknown): { readonly count: Count; readonly failures: readonly Failure[] } {
  return {
    count: { passed: 0, failed: 1, skipped: 0 },
    failures: [{ title: `${name} > could not be run to its end`, why: [String(thrown)] }],
  };
}

/** Adds counts up. */
export function addCounts(counts: readonly Count[]): Count {
  return counts.reduce(
    (sum, count) => ({ passed: sum.passed + count.passed, failed: sum.failed + count.failed, skipped: sum.skipped + count.skipped }),
    {
      passed: 0,
      failed: 0,
      skipped: 0,
    },
  );
}

/** A report as it is counted: one without a test is a failure of its own, which those of other projects would otherwise hide. */
export function heldToTests(path: string, report: unknown): unknown {
  return (report as Record<string, unknown>)['numTotalTests'] === 0 ? brokenReport(path, 'No test was found.') : report;
}

/** What stands in place of a report that cannot be counted. */
export function brokenReport(path: string, message: string): unknown {
  return { numFailedTests: 1, testResults: [{ name: path, status: 'failed', message }] };
}

/** The closing line that machines read: `12 passed, 0 failed`. Skipped tests are said before it, by {@link skippedLine}. */
export function closingLine({ passed, failed }: Count): string {
  return `${passed} passed, ${failed} failed`;
}

/** The longest piece of one failure that is repeated at the end; the whole stands further up. */
const MOST_LINES = 30;

/** The most failures that are named under their step: a hundred of one cause do not push the other steps out of a log's end. */
const MOST_NAMES = 15;

/** A place inside Node.js or a dependency: no one mends the test there. */
const FOREIGN_FRAME = /^\s+at .*(?:node_modules\/|node:)/;

/** A test that failed: `title` says file and test in one line, `why` the first lines of its message, without frames of dependencies. */
export interface Failure {
  readonly title: string;
  readonly why: readonly string[];
}

/** The tests that failed; places in files are told from `root`. A file that could not be loaded is named with its own message. */
export function failuresOf(reports: readonly unknown[], root: string): readonly Failure[] {
  const here = (text: string): string => text.replaceAll(`${root}/`, '');
  const failures = reports.flatMap((report) => (report as Report).testResults ?? []).flatMap(fileFailures);
  return failures.map(({ title, why }) => ({ title: here(title), why: why.map(here) }));
}

function fileFailures({ name = '', status, message = '', assertionResults = [] }: FileResult): readonly Failure[] {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [failure(name, 'could not be run', message)] : [];
  return failed.map(({ fullName, failureMessages = [] }) => failure(name, fullName, failureMessages.join('\n')));
}

function failure(file: string, title: string, message: string): Failure {
  const lines = message.split('\n').filter((line) => !FOREIGN_FRAME.test(line));
  const more = lines.length > MOST_LINES ? [`… ${lines.length - MOST_LINES} more lines`] : [];
  return { title: `${file}: ${title}`, why: [...lines.slice(0, MOST_LINES), ...more] };
}

/** A failure as it is printed after all steps. */
export function describeFailure({ title, why }: Failure): string {
  return [`✘ ${title}`, ...why.map((line) => `    ${line}`)].join('\n');
}

/** The titles that stand under their step at the very end, where a log that was cut off still has them. */
export function failedTitles(failures: readonly Failure[]): readonly string[] {
  const more = failures.length > MOST_NAMES ? [`    … ${failures.length - MOST_NAMES} more`] : [];
  return [...failures.slice(0, MOST_NAMES).map(({ title }) => `    ${title}`), ...more];
}

/** What of a Vitest report in JSON is read here. */
interface Report {
  readonly testResults?: readonly FileResult[];
}

interface FileResult {
  readonly name?: string;
  readonly status?: string;
  readonly message?: string;
  readonly assertionResults?: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages?: readonly string[];
  }[];
}

/** Says how many tests were skipped, each with its reason in its own title; empty when none was. */
export function skippedLine({ skipped }: Count): string {
  return skipped === 0 ? '' : `(${skipped} skipped: what they need is not on this machine; their titles say what)\n`;
}

function countReport(report: unknown): Count {
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = report as Record<string, number | undefined>;
  const failed = numFailedTests ?? 0;
  const brokenFiles = failed === 0 ? (numFailedTestSuites ?? 0) : 0;
  return { passed: numPassedTests ?? 0, failed: failed + brokenFiles, skipped: numPendingTests ?? 0 };
}

import { addCounts, type Count } from '../ci/report.ts';

/** How many tests a Vitest report holds, and how long their files took. */
export interface TestFigures extends Count {
  /** The time of all files, one after another. */
  readonly elapsedMs: number;
}

/** Which share of a project's code its unit tests run, in percent. */
export interface Coverage {
  readonly lines: number;
  readonly branches: number;
}

interface Report {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numPendingTests?: number;
  readonly testResults?: readonly { readonly startTime: number; readonly endTime: number }[];
}

/** Reads a report as `test-results/unit.json` and the others there hold it. */
export function testFigures(report: unknown): TestFigures {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, testResults = [] } = report as Report;
  const elapsedMs = testResults.reduce((sum, { startTime, endTime }) => sum + Math.max(0, endTime - startTime), 0);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests, elapsedMs: Math.round(elapsedMs) };
}

/** Adds up those that are there; `undefined` where none is. */
export function addFigures(figures: readonly (TestFigures | undefined)[]): TestFigures | undefined {
  const there = figures.filter((each) => each !== undefined);
  const elapsedMs = there.reduce((sum, each) => sum + each.elapsedMs, 0);
  return there.length === 0 ? undefined : { ...addCounts(there), elapsedMs };
}

/** Reads what the `json-summary` reporter writes; `undefined` where no code was looked at. */
export function coverage(summary: unknown): Coverage | undefined {
  const { total } = summary as {
    readonly total?: Readonly<Record<'lines' | 'branches', { readonly total: number; readonly pct: number }>>;
  };
  return total === undefined || total.lines.total === 0 ? undefined : { lines: total.lines.pct, branches: total.branches.pct };
}

/**
 * Reads from Nx's closing lines how many tasks came from its cache.
 *
 * @throws Error when they are not there, so that a changed wording is noticed
 */
export function cacheHits(output: string): { readonly hits: number; readonly tasks: number } {
  const [, hits, tasks] = /Cache:\s+(\d+)\/(\d+) hit/.exec(output) ?? [];
  if (hits === undefined || tasks === undefined)
    throw new Error(`Nx did not say how many tasks came from its cache:\n${output.slice(-2_000)}`);
  return { hits: Number(hits), tasks: Number(tasks) };
}

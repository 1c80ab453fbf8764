/**
 * For tests of programs that start and stop a local ring: what of it runs, and what is said about it.
 *
 * @packageDocumentation
 */
export { type CheckResult, exitCodeOf } from './doctor/check.ts';
export { isNothing, type Running, whatRuns } from './up/stop-ring.ts';
export { summaryText } from './up/summary.ts';

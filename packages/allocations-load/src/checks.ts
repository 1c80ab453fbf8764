import { errors } from '@ringside/core';

/** How many rows are in work, unless somebody says otherwise. */
export const CONCURRENCY = 64;
const MOST = 10_000;

/** @throws OpsError INVALID_ARGUMENT for what is not a whole number from 1 to 10,000 */
export function checkConcurrency(concurrency: number): void {
  checkWhole('concurrency', concurrency, 1, MOST);
}

/** @throws OpsError INVALID_ARGUMENT for what is not a whole number from `least` to `most` */
export function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw errors.INVALID_ARGUMENT({ message: `${name} is not a whole number from ${least} to ${most}: ${value}` });
}

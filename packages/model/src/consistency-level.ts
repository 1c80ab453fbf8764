import { nearest } from '@ringside/core';
import { modelErrors } from './errors.ts';

/** Every consistency level of the CQL protocol, in the order of its codes 0 … 10. */
export const CONSISTENCY_LEVELS = [
  'ANY',
  'ONE',
  'TWO',
  'THREE',
  'QUORUM',
  'ALL',
  'LOCAL_QUORUM',
  'EACH_QUORUM',
  'SERIAL',
  'LOCAL_SERIAL',
  'LOCAL_ONE',
] as const;

/** How many replicas must answer, and which: the levels of the CQL protocol. */
export type ConsistencyLevel = (typeof CONSISTENCY_LEVELS)[number];

/**
 * Reads a consistency level in either case, with `-` or `_` between words.
 *
 * @throws {OpsError} INVALID_CONSISTENCY_LEVEL, naming the nearest level and all of them
 */
export function parseConsistencyLevel(text: string): ConsistencyLevel {
  const name = text.trim().toUpperCase().replaceAll('-', '_');
  const level = CONSISTENCY_LEVELS.find((each) => each === name);
  if (level !== undefined) return level;
  const near = nearest(name, CONSISTENCY_LEVELS);
  throw modelErrors.INVALID_CONSISTENCY_LEVEL({
    message: `${JSON.stringify(text)} is not a consistency level`,
    remedy: `${near === undefined ? '' : `Did you mean ${near}? `}Use one of ${CONSISTENCY_LEVELS.join(', ')}.`,
  });
}

/** True for the levels that count only replicas of the coordinator's datacenter. */
export function isDatacenterLocal(level: ConsistencyLevel): boolean {
  return level === 'LOCAL_ONE' || level === 'LOCAL_QUORUM' || level === 'LOCAL_SERIAL';
}

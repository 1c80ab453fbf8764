import { errors } from '@ringside/core';
import { type ConsistencyLevel, parseConsistencyLevel } from './consistency-level.ts';
import { type KeyspaceName, parseKeyspaceName } from './names.ts';

/**
 * Reads the level that the clients of a keyspace use, as people write it: `orders=QUORUM`.
 *
 * @param text such as `orders=QUORUM`; the level in upper or lower case
 * @param what to begin a sentence with, such as the name of an option
 * @throws OpsError INVALID_ARGUMENT
 *
 * @example
 * ```ts
 * parseKeyspaceLevel('orders=local_one', '--level'); // ['orders', 'LOCAL_ONE']
 * ```
 */
export function parseKeyspaceLevel(text: string, what: string): readonly [KeyspaceName, ConsistencyLevel] {
  const [name = '', level = '', ...more] = text.split('=');
  const keyspace = parseKeyspaceName(name);
  if (keyspace !== undefined && level !== '' && more.length === 0) return [keyspace, parseConsistencyLevel(level)];
  throw errors.INVALID_ARGUMENT({
    message: `${what} must be a keyspace and a consistency level, not ${JSON.stringify(text)}`,
    remedy: 'Write it like orders=QUORUM.',
  });
}

/**
 * Reads levels by keyspace, as they stand in an operation.
 *
 * @throws OpsError INVALID_CONSISTENCY_LEVEL
 */
export function parseLevels(levels: Readonly<Record<string, string>>): Readonly<Record<string, ConsistencyLevel>> {
  return Object.fromEntries(Object.entries(levels).map(([keyspace, level]) => [keyspace, parseConsistencyLevel(level)]));
}

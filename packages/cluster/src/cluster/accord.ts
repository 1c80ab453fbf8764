import { lineOf, supportedCassandra } from '@ringside/cassandra-install';
import { errors } from '@ringside/core';
import { can } from '@ringside/node-control';

/**
 * Refuses Accord on a Cassandra that has none; see `abilities` of `@ringside/node-control`.
 *
 * @throws OpsError `INVALID_ARGUMENT`, naming the versions that have it
 */
export function assertHasAccord(version: string): void {
  if (can(version, 'accord')) return;
  const able = Object.keys(supportedCassandra).filter((each) => can(each, 'accord'));
  throw errors.INVALID_ARGUMENT({
    message: `Cassandra ${version} has no Accord; it came with ${able.map(lineOf).join(', ')}`,
    remedy: `Ask for Cassandra ${able.map(lineOf).join(' or ')} as well, or leave Accord out.`,
  });
}

import type cassandra from 'cassandra-driver';
import { errors } from '@ringside/core';

/**
 * The datacenter whose hosts are asked: the one that is named, or the only one there is.
 *
 * @throws OpsError INVALID_ARGUMENT that names those there are
 */
export function findDatacenter(hosts: readonly Pick<cassandra.Host, 'datacenter'>[], wanted: string | undefined): string {
  const names = [...new Set(hosts.map(({ datacenter }) => datacenter))].filter(Boolean).toSorted();
  const [only] = names;
  if (wanted === undefined && only !== undefined && names.length === 1) return only;
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  const message =
    wanted === undefined
      ? `The cluster has several datacenters, and none is named as local: ${names.join(', ')}`
      : `The cluster has no datacenter ${wanted}; it has ${names.join(', ')}`;
  throw errors.INVALID_ARGUMENT({ message, remedy: `Set localDataCenter to the one that this program runs in: ${names.join(' or ')}.` });
}

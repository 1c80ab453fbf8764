import { type CallOptions, type NodeIdentity, nodeControlErrors } from '@ringside/node-control';
import { type CqlReader, type CqlRow, readAll, textOf } from './cql.ts';

const LOCAL = 'SELECT release_version, cluster_name, partitioner, data_center, rack, host_id, tokens FROM system.local';

/** See `NodeIdentification.identity`. Source: `system.local`, which every version has. */
export async function identity(reader: CqlReader, bounds?: CallOptions): Promise<NodeIdentity> {
  const [local] = await readAll(reader, LOCAL, bounds, identityOf);
  if (local !== undefined) return local;
  throw nodeControlErrors.NODE_CONTROL_MALFORMED({ message: 'system.local has no row' });
}

function identityOf(row: CqlRow): NodeIdentity {
  return {
    releaseVersion: textOf(row, 'release_version'),
    clusterName: textOf(row, 'cluster_name'),
    partitioner: textOf(row, 'partitioner'),
    datacenter: textOf(row, 'data_center'),
    rack: textOf(row, 'rack'),
    hostId: String(row['host_id']),
    tokens: row['tokens'] instanceof Set ? [...(row['tokens'] as ReadonlySet<string>)] : [],
  };
}

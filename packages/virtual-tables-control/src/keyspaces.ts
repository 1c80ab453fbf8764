import { isSystemKeyspace } from '@ringside/model';
import type { CallOptions, KeyspaceInfo } from '@ringside/node-control';
import { type CqlReader, readAll, textOf } from './cql.ts';

/**
 * The log of cluster metadata since 6.0. Cassandra places it by `MetaStrategy`, and JMX says so; the schema has it under another strategy, by
 * which it would seem to have ranges of the ring.
 */
const METADATA = 'system_cluster_metadata';

/** See `NodeRing.keyspaces`; without `system_accord`, which the schema of 6.0 lacks. Source: `system_schema.keyspaces`. */
export async function keyspaces(reader: CqlReader, bounds?: CallOptions): Promise<readonly KeyspaceInfo[]> {
  const found = await readAll(reader, 'SELECT keyspace_name, replication FROM system_schema.keyspaces', bounds, (row) => {
    const name = textOf(row, 'keyspace_name');
    const replication = replicationOf(row['replication']);
    return {
      name,
      system: isSystemKeyspace(name),
      replication: name === METADATA ? { ...replication, class: 'MetaStrategy' } : replication,
    };
  });
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The class by its simple name, as the port has it. */
function replicationOf(value: unknown): Readonly<Record<string, string>> {
  const entries = value instanceof Map ? [...(value as ReadonlyMap<string, string>)] : [];
  return Object.fromEntries(entries.map(([key, text]) => [key, key === 'class' ? text.slice(text.lastIndexOf('.') + 1) : text]));
}

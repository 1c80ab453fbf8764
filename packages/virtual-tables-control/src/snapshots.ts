import type { CallOptions, Snapshot } from '@ringside/node-control';
import { countOf, type CqlReader, optionalMomentOf, readAll, textOf } from './cql.ts';

const SNAPSHOTS = 'SELECT name, keyspace_name, table_name, true_size, size_on_disk, created_at, expires_at FROM system_views.snapshots';

/** See `NodeSnapshots.listSnapshots`; sizes are exact here. Source: `SnapshotsTable`, since Cassandra 5.0. */
export async function listSnapshots(reader: CqlReader, bounds?: CallOptions): Promise<readonly Snapshot[]> {
  const snapshots = await readAll(reader, SNAPSHOTS, bounds, (row) => ({
    tag: textOf(row, 'name'),
    keyspace: textOf(row, 'keyspace_name'),
    table: textOf(row, 'table_name'),
    sizeBytes: countOf(row, 'size_on_disk'),
    trueSizeBytes: countOf(row, 'true_size'),
    createdAt: optionalMomentOf(row, 'created_at'),
    expiresAt: optionalMomentOf(row, 'expires_at'),
  }));
  return snapshots.toSorted((a, b) => compare(a.tag, b.tag) || compare(a.keyspace, b.keyspace) || compare(a.table, b.table));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

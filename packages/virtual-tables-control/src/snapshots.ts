import type { CallOptions, Snapshot } from '@ringside/node-control';
import { countOf, type CqlReader, type CqlRow, flagOf, optionalMomentOf, readAll, textOf } from './cql.ts';

const SNAPSHOTS =
  'SELECT name, keyspace_name, table_name, true_size, size_on_disk, created_at, expires_at, ephemeral FROM system_views.snapshots';

/**
 * See `NodeSnapshots.listSnapshots`; sizes are exact here. Snapshots that a repair makes for itself and deletes are left out, as JMX leaves them
 * out. Source: `SnapshotsTable`, since Cassandra 5.0.
 */
export async function listSnapshots(reader: CqlReader, bounds?: CallOptions): Promise<readonly Snapshot[]> {
  const rows = await readAll(reader, SNAPSHOTS, bounds, (row) => ({
    isEphemeral: flagOf(row, 'ephemeral'),
    snapshot: snapshotOf(row),
  }));
  return rows
    .flatMap(({ isEphemeral, snapshot }) => (isEphemeral ? [] : [snapshot]))
    .toSorted((a, b) => compare(a.tag, b.tag) || compare(a.keyspace, b.keyspace) || compare(a.table, b.table));
}

function snapshotOf(row: CqlRow): Snapshot {
  return {
    tag: textOf(row, 'name'),
    keyspace: textOf(row, 'keyspace_name'),
    table: textOf(row, 'table_name'),
    sizeBytes: countOf(row, 'size_on_disk'),
    trueSizeBytes: countOf(row, 'true_size'),
    createdAt: optionalMomentOf(row, 'created_at'),
    expiresAt: optionalMomentOf(row, 'expires_at'),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

import type { TableEntry, TablesAnswer, TableStatsAnswer } from '@ringside/api';
import { type KeyspaceName, keyspaceName, type TableName, tableName } from '@ringside/model';
import type { TableStats } from '@ringside/node-control';
import { noSuchTable, requireKeyspace } from './names.ts';
import type { ObservedNode } from './node.ts';

/**
 * What one table takes on disk, its snapshots included.
 *
 * @throws OpsError `NOT_FOUND`, with the near miss if there is one
 */
export async function tableStatsOf(
  node: ObservedNode,
  { keyspace, table }: { readonly keyspace: KeyspaceName; readonly table: TableName },
  signal: AbortSignal,
): Promise<TableStatsAnswer> {
  await requireKeyspace(node, keyspace);
  const [stats] = await node.control.tableStats([{ keyspace, table }], { snapshots: true, signal });
  if (stats === undefined) throw await noSuchTable(node, keyspace, table);
  return { ...entryOf(stats), snapshotsSizeBytes: stats.snapshotBytes ?? 0 };
}

/**
 * What the tables of a keyspace take on disk, or those of all keyspaces of users.
 *
 * @throws OpsError `NOT_FOUND` for a keyspace that does not exist
 */
export async function tablesOf(node: ObservedNode, keyspace: KeyspaceName | undefined, signal: AbortSignal): Promise<TablesAnswer> {
  const keyspaces = keyspace === undefined ? await keyspacesOfUsers(node) : [(await requireKeyspace(node, keyspace)).name];
  const found: TableStats[] = [];
  // One keyspace after another: a request holds the metrics of one, however many there are.
  for (const name of keyspaces.toSorted()) {
    const names = await node.cql.tableNames(keyspaceName(name));
    const tables = names.toSorted().map((table) => ({ keyspace: keyspaceName(name), table: tableName(table) }));
    found.push(...(await node.control.tableStats(tables, { signal })));
  }
  return { tables: found.map((each) => entryOf(each)) };
}

async function keyspacesOfUsers({ reads }: ObservedNode): Promise<readonly string[]> {
  return (await reads.keyspaces()).filter(({ system }) => !system).map(({ name }) => name);
}

function entryOf({ keyspace, table, sstables, liveBytes, totalBytes }: TableStats): TableEntry {
  return { keyspace, table, sstableCount: sstables, diskSpaceUsedBytes: liveBytes, totalDiskSpaceUsedBytes: totalBytes };
}

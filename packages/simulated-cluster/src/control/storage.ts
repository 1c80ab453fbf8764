import { isSnapshotTtl, modelErrors, parseSnapshotTag, type SnapshotTag } from '@ringside/model';
import type {
  ClearSnapshotRequest,
  FlushOptions,
  NodeSnapshots,
  NodeStorage,
  PartitionReference,
  TableReference,
  TableStats,
  TableStatsOptions,
  TakeSnapshotRequest,
} from '@ringside/node-control';
import { flush, hexOf, requireKeyspace, requireTable, snapshot, snapshotsOf } from '../world/data.ts';
import { filesOf, type NodeState } from '../world/node-state.ts';
import { invalid } from '../world/refusals.ts';
import type { World } from '../world/world.ts';
import { answerOf } from './call.ts';

/** Files of a simulated node. */
export function storageRole(world: World, node: NodeState): NodeStorage {
  const answer = answerOf(world, node);
  return {
    flush: answer('flush', (options?: FlushOptions) => flushTables(world, node, options)),
    dataDirectories: answer('dataDirectories', () => node.dataDirectories),
    tableStats: answer('tableStats', (tables: readonly TableReference[], options?: TableStatsOptions) =>
      tables.flatMap((of) => (tablesOf(node, of.keyspace).includes(of.table) ? [statsOf(world, node, of, options)] : [])),
    ),
    sstablesOf: answer('sstablesOf', ({ keyspace, table, key }: PartitionReference) => {
      requireTable(node, keyspace, table);
      const [data = ''] = node.dataDirectories;
      const names = filesOf(node, `${keyspace}.${table}`).files.get(hexOf(key)) ?? [];
      return names.map((name) => `${data}/${keyspace}/${table}/${name}`);
    }),
  };
}

function statsOf(
  world: World,
  node: NodeState,
  { keyspace, table }: TableReference,
  { snapshots = false }: TableStatsOptions = {},
): TableStats {
  const sizes = [...filesOf(node, `${keyspace}.${table}`).sizes.values()];
  const liveBytes = sizes.reduce((sum, size) => sum + size, 0);
  const kept = snapshotsOf(world, node).filter((each) => each.keyspace === keyspace && each.table === table);
  const snapshotBytes = kept.reduce((sum, each) => sum + each.trueSizeBytes, 0);
  return { keyspace, table, sstables: sizes.length, liveBytes, totalBytes: liveBytes, ...(snapshots && { snapshotBytes }) };
}

/** Snapshots of a simulated node, one entry a table. */
export function snapshotsRole(world: World, node: NodeState): NodeSnapshots {
  const answer = answerOf(world, node);
  return {
    takeSnapshot: answer('takeSnapshot', (request: TakeSnapshotRequest) => takeSnapshot(world, node, request)),
    listSnapshots: answer('listSnapshots', () =>
      snapshotsOf(world, node).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b)))),
    ),
    clearSnapshot: answer('clearSnapshot', ({ tag, keyspaces }: ClearSnapshotRequest) => {
      checkTag(tag);
      const kept = (keyspace: string): boolean => keyspaces?.every((each) => each !== keyspace) === true;
      node.snapshots = node.snapshots.filter((each) => each.tag !== tag || kept(each.keyspace));
    }),
  };
}

const keyOf = ({ tag, keyspace, table }: { tag: string; keyspace: string; table: string }): string => `${tag}\0${keyspace}\0${table}`;

function flushTables(world: World, node: NodeState, { keyspace, tables }: FlushOptions = {}): void {
  if (keyspace === undefined && tables !== undefined) throw invalid('tables without keyspace');
  const named = keyspace === undefined ? [...node.schema.keyspaces.keys()] : [requireKeyspace(node, keyspace).name];
  for (const table of tables ?? []) requireTable(node, named[0] ?? '', table);
  for (const name of named) for (const table of tables ?? node.schema.tables.get(name) ?? []) flush(world, node, name, table);
}

function takeSnapshot(world: World, node: NodeState, request: TakeSnapshotRequest): void {
  const { tag, ttlMs, table } = request;
  checkTag(tag);
  if (ttlMs !== undefined && !isSnapshotTtl(ttlMs)) throw invalid(`ttl ${ttlMs}`);
  const names = (request.keyspaces ?? [...node.schema.keyspaces.keys()]).map((name) => requireKeyspace(node, name).name);
  if (table !== undefined) requireTable(node, names[0] ?? '', table);
  const wanted = names.flatMap((keyspace) =>
    (table === undefined ? tablesOf(node, keyspace) : [table]).map((each) => ({ keyspace, table: each })),
  );
  const there = new Set(snapshotsOf(world, node).map(keyOf));
  if (wanted.some((each) => there.has(keyOf({ tag, ...each }))))
    throw modelErrors.SNAPSHOT_EXISTS({ message: `Snapshot ${tag} already exists` });
  if (request.skipFlush !== true) for (const each of wanted) flush(world, node, each.keyspace, each.table);
  for (const each of wanted) snapshot(world, node, { tag, ttlMs, ...each });
}

function tablesOf({ schema }: NodeState, keyspace: string): readonly string[] {
  return schema.tables.get(keyspace) ?? [];
}

function checkTag(tag: SnapshotTag): void {
  if (parseSnapshotTag(tag) === undefined) throw invalid(`tag ${JSON.stringify(tag)}`);
}

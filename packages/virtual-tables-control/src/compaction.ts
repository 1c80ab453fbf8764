import { type CallOptions, type Compaction, type CompactionStats, nodeControlErrors } from '@ringside/node-control';
import { countOf, type CqlReader, type CqlRow, readAll, textOf } from './cql.ts';

const METRICS = 'SELECT name, value FROM system_metrics.compaction_group';
const TASKS = 'SELECT task_id, kind, keyspace_name, table_name, progress, total, unit FROM system_views.sstable_tasks';

/** See `NodeCompaction.compactionStats`. Source: the metrics of group `Compaction`, since Cassandra 6.0, and `SSTableTasksTable`. */
export async function compactionStats(reader: CqlReader, bounds?: CallOptions): Promise<CompactionStats> {
  const metrics = new Map(await readAll(reader, METRICS, bounds, (row) => [lastWord(textOf(row, 'name')), row] as const));
  return {
    pendingTasks: countOf(metricOf(metrics, 'PendingTasks'), 'value'),
    pendingByTable: parsePending(textOf(metricOf(metrics, 'PendingTasksByTableName'), 'value')),
    completedTasks: countOf(metricOf(metrics, 'CompletedTasks'), 'value'),
    compactedBytes: countOf(metricOf(metrics, 'BytesCompacted'), 'value'),
    active: await readAll(reader, TASKS, bounds, taskOf),
  };
}

function taskOf(row: CqlRow): Compaction {
  return {
    id: textOf(row, 'task_id'),
    taskType: taskTypeOf(textOf(row, 'kind')),
    keyspace: nameOf(row, 'keyspace_name'),
    table: nameOf(row, 'table_name'),
    completed: countOf(row, 'progress'),
    total: countOf(row, 'total'),
    unit: textOf(row, 'unit'),
  };
}

/** Columns of the primary key cannot be null: a task without a keyspace or a table has `*` there. */
function nameOf(row: CqlRow, column: string): string | null {
  const name = textOf(row, column);
  return name === '*' ? null : name;
}

/** The table writes the type in lower case; JMX as `OperationType` does, which capitalizes a second word in one type only. */
function taskTypeOf(kind: string): string {
  return kind === 'tombstone compaction' ? 'Tombstone Compaction' : kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** `PendingTasks` of `org.apache.cassandra.metrics.Compaction.PendingTasks`. */
function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function metricOf(metrics: ReadonlyMap<string, CqlRow>, name: string): CqlRow {
  const row = metrics.get(name);
  if (row !== undefined) return row;
  throw nodeControlErrors.NODE_CONTROL_MALFORMED({ message: `system_metrics.compaction_group has no metric ${name}` });
}

/**
 * Reads a gauge that is a map, of which the table has Java's text: `{orders={events=2, events.by_note=1}}`. A secondary index is a table of
 * its own there, `table.index`.
 *
 * @throws OpsError `NODE_CONTROL_MALFORMED`
 */
export function parsePending(text: string): CompactionStats['pendingByTable'] {
  const keyspaces = /^\{((?:\w+=\{(?:[\w.]+=\d+(?:, )?)*\}(?:, )?)*)\}$/.exec(text)?.[1];
  if (keyspaces === undefined) throw nodeControlErrors.NODE_CONTROL_MALFORMED({ message: `"${text}" is not a map of pending tasks` });
  const found = [...keyspaces.matchAll(/(\w+)=\{([^}]*)\}/g)];
  return Object.fromEntries(found.map(([, keyspace = '', tables = '']) => [keyspace, tasksOf(tables)]));
}

function tasksOf(tables: string): Readonly<Record<string, number>> {
  return Object.fromEntries([...tables.matchAll(/([\w.]+)=(\d+)/g)].map(([, table = '', tasks]) => [table, Number(tasks)]));
}

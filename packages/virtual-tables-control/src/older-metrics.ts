import { type CallOptions, type MetricAnswer, type MetricId, type MetricRead, type NodeMetrics } from '@ringside/node-control';
import { countOf, type CqlReader, type CqlRow, readAll, textOf } from './cql.ts';

/** A metric, as a column of a table of `system_views` that all versions have. */
interface Column {
  readonly table: string;
  readonly column: string;
  readonly idOf: (row: CqlRow) => Pick<MetricId, 'keyspace' | 'path' | 'scope'>;
}

const scopeOf =
  (column: string, names: Readonly<Record<string, string>> = {}) =>
  (row: CqlRow): Pick<MetricId, 'scope'> => ({ scope: names[textOf(row, column)] ?? textOf(row, column) });

/** Its table of pools does not tell the path, which is a rule of the class `Stage` and of `JMXEnabledThreadPoolExecutor`. */
const REQUEST_POOLS = /^(?:CounterMutation|Mutation|Read|ReadRepair|RequestResponse|ViewMutation)Stage$/;

function poolOf(row: CqlRow): Pick<MetricId, 'path' | 'scope'> {
  const scope = textOf(row, 'name');
  const path = REQUEST_POOLS.test(scope) ? 'request' : scope.startsWith('Native-Transport') ? 'transport' : 'internal';
  return { path, scope };
}

const pools = (column: string): Column => ({ table: 'thread_pools', column, idOf: poolOf });
const CACHES = { chunks: 'ChunkCache', counters: 'CounterCache', keys: 'KeyCache', rows: 'RowCache' };
const caches = (column: string): Column => ({ table: 'caches', column, idOf: scopeOf('name', CACHES) });

/** What `system_views` has in full. Its `disk_usage` is in whole mebibytes and its latencies are percentiles, so neither is here. */
const COLUMNS: Readonly<Record<string, Column>> = {
  'Cache Capacity': caches('capacity_bytes'),
  'Cache Hits': caches('hit_count'),
  'Cache Size': caches('size_bytes'),
  'ThreadPools ActiveTasks': pools('active_tasks'),
  'ThreadPools CompletedTasks': pools('completed_tasks'),
  'ThreadPools CurrentlyBlockedTasks': pools('blocked_tasks'),
  'ThreadPools PendingTasks': pools('pending_tasks'),
  'ThreadPools TotalBlockedTasks': pools('blocked_tasks_all_time'),
};

/** The metrics of a node older than 6.0, out of its virtual tables. */
export function olderMetrics(reader: CqlReader): NodeMetrics {
  return {
    findMetrics: async (wanted, bounds) => (await rowsOf(reader, wanted, bounds)).map(({ id }) => id),
    readMetrics: async (reads, bounds) => {
      const rows = await rowsOf(reader, reads, bounds);
      const values = new Map(rows.map(({ id, value }) => [keyOf(id), value]));
      return reads.map((read): MetricAnswer => values.get(keyOf(read)));
    },
  };
}

interface Found {
  readonly id: MetricId;
  readonly value: number;
}

async function rowsOf(reader: CqlReader, wanted: readonly MetricRead[], bounds?: CallOptions): Promise<readonly Found[]> {
  const names = new Set(wanted.map(({ group, name }) => `${group} ${name}`));
  const tables = new Set([...names].flatMap((name) => COLUMNS[name]?.table ?? []));
  const found: Found[] = [];
  for (const table of tables)
    for (const row of await readAll(reader, `SELECT * FROM system_views.${table}`, bounds, (each) => each))
      for (const name of names) found.push(...foundIn(table, name, row));
  return found;
}

function foundIn(table: string, key: string, row: CqlRow): readonly Found[] {
  const column = COLUMNS[key];
  if (column?.table !== table) return [];
  const [group = '', name = ''] = key.split(' ');
  return [{ id: { group, name, ...column.idOf(row) }, value: countOf(row, column.column) }];
}

function keyOf({ group, name, keyspace = '', path = '', scope = '' }: MetricId): string {
  return [group, name, keyspace, path, scope].join(' ');
}

import { can, type CallOptions, type MetricAnswer, type MetricId, type MetricRead, type NodeMetrics } from '@ringside/node-control';
import { type CqlReader, type CqlRow, readAll, textOf } from './cql.ts';
import { olderMetrics } from './older-metrics.ts';

/** Statements with more names than this are refused by guardrails, and hold up the node. */
const NAMES_AT_A_TIME = 100;

/** How a metric is called in the tables of 6.0: what stands before its group. */
const PREFIX = 'org.apache.cassandra.metrics.';

/**
 * A node's metrics out of its virtual tables: since 6.0 every counter and gauge, by its name, and how often each timer and histogram was observed; before
 * that the few that `system_views` has. No table has buckets, and none tells of the Java virtual machine: those are undefined.
 *
 * @param releaseVersion tells the version; it is asked for each time, as a node may be upgraded
 */
export function metricsOver(reader: CqlReader, releaseVersion: (bounds?: CallOptions) => Promise<string>): NodeMetrics {
  const source = async (bounds?: CallOptions): Promise<NodeMetrics> =>
    can(await releaseVersion(bounds), 'metricsTables') ? newerMetrics(reader) : olderMetrics(reader);
  return {
    findMetrics: async (wanted, bounds) => (await source(bounds)).findMetrics(wanted, bounds),
    readMetrics: async (reads, bounds) => (await source(bounds)).readMetrics(reads, bounds),
  };
}

function newerMetrics(reader: CqlReader): NodeMetrics {
  return {
    findMetrics: async (wanted, bounds) => {
      const found: MetricId[] = [];
      for (const each of wanted.filter(isInTables)) found.push(...(await findOne(reader, each, bounds)));
      return found;
    },
    readMetrics: async (reads, bounds) => {
      const values = new Map<string, number>();
      for (const [group, own] of byGroup(reads))
        for (let start = 0; start < own.length; start += NAMES_AT_A_TIME)
          await readSome(reader, group, own.slice(start, start + NAMES_AT_A_TIME), values, bounds);
      return reads.map((read): MetricAnswer => (isInTables(read) ? values.get(keyOf(read)) : undefined));
    },
  };
}

function isInTables({ group, reading }: MetricRead): boolean {
  return group !== 'JVM' && reading !== 'buckets';
}

function byGroup(reads: readonly MetricRead[]): ReadonlyMap<string, readonly MetricRead[]> {
  const groups = new Map<string, MetricRead[]>();
  for (const read of reads.filter(isInTables)) {
    const own = groups.get(read.group);
    if (own === undefined) groups.set(read.group, [read]);
    else own.push(read);
  }
  return groups;
}

/** `ThreadPools` → `thread_pools_group`, as `METRICS_GROUP_POSTFIX` of the class `CassandraMetricsRegistry` makes it. */
function tableOf(group: string): string {
  const words = group
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
  return `system_metrics.${words}_group`;
}

async function findOne(reader: CqlReader, { group, name }: MetricRead, bounds?: CallOptions): Promise<readonly MetricId[]> {
  const start = `${PREFIX}${group}.${name}`;
  const rows = await readAll(reader, `SELECT name, scope FROM ${tableOf(group)}`, bounds, (row: CqlRow) => textOf(row, 'name'));
  return rows.filter((row) => row === start || row.startsWith(`${start}.`)).map((row) => idOf(group, name, row.slice(start.length + 1)));
}

/** The scope of what Cassandra counts for all tables together, as `AllTableMetricNameFactory` of the class `TableMetrics` names it. */
const ALL_TABLES = 'all';

/** What tells metrics of one name apart stands behind it: keyspace and table, path and pool, or a scope. */
function idOf(group: string, name: string, rest: string): MetricId {
  if (rest === '' || (group === 'Table' && rest === ALL_TABLES)) return { group, name };
  const dot = rest.indexOf('.');
  if (group === 'Table') return { group, name, keyspace: rest.slice(0, dot), scope: rest.slice(dot + 1) };
  return group === 'ThreadPools' ? { group, name, path: rest.slice(0, dot), scope: rest.slice(dot + 1) } : { group, name, scope: rest };
}

function keyOf({ group, name, keyspace, path, scope }: MetricId): string {
  const own = group === 'Table' && keyspace === undefined ? ALL_TABLES : scope;
  return PREFIX + [group, name, keyspace, path, own].filter((part) => part !== undefined).join('.');
}

async function readSome(
  reader: CqlReader,
  group: string,
  reads: readonly MetricRead[],
  values: Map<string, number>,
  bounds?: CallOptions,
): Promise<void> {
  const names = [...new Set(reads.map(keyOf))].map((name) => `'${name.replaceAll("'", "''")}'`).join(', ');
  const statement = `SELECT name, value FROM ${tableOf(group)} WHERE name IN (${names})`;
  const rows = await readAll(reader, statement, bounds, (row) => [textOf(row, 'name'), Number(textOf(row, 'value'))] as const);
  for (const [name, value] of rows) values.set(name, Number.isFinite(value) ? value : Number.NaN);
}

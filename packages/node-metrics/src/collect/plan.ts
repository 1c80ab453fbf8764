import type { MetricId, MetricRead } from '@ringside/node-control';
import type { CatalogueRow } from '../catalogue/row.ts';

/** One series to read: of which row, with which labels, and by which reads. */
export interface PlannedSeries {
  readonly row: CatalogueRow;
  readonly labelValues: readonly string[];
  /** Its number; of a histogram how often it was observed. */
  readonly read: MetricRead;
  /** All observations added, where the node keeps that. */
  readonly total?: MetricRead;
}

/** What is read of one group. */
export interface Plan {
  readonly series: readonly PlannedSeries[];
  /** How many series the cap cut, by the name of the family. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** How many time series that makes. */
  readonly timeSeries: number;
}

/** How many time series a histogram becomes: some twenty buckets, a sum and a count. */
const SERIES_OF_HISTOGRAM = 22;

/** The metric by which others of its group are found: all of them have the same tables, pools or peers. */
const FOUND_BY: Readonly<Record<string, MetricRead>> = {
  Table: { group: 'Table', name: 'LiveSSTableCount', reading: 'value' },
  ClientRequest: { group: 'ClientRequest', name: 'Latency', reading: 'count' },
  DroppedMessage: { group: 'DroppedMessage', name: 'Dropped', reading: 'count' },
  ThreadPools: { group: 'ThreadPools', name: 'ActiveTasks', reading: 'value' },
  Cache: { group: 'Cache', name: 'Size', reading: 'value' },
  Connection: { group: 'Connection', name: 'Timeouts', reading: 'count' },
  JVM: { group: 'JVM', name: 'CollectionCount', reading: 'count' },
};

/** What has to be found before some rows can be planned. */
export function toFind(rows: readonly CatalogueRow[]): readonly MetricRead[] {
  const groups = new Set(rows.filter(({ parts }) => parts.length > 0).map(({ metric }) => metric.group));
  return [...groups].flatMap((group) => FOUND_BY[group] ?? []);
}

/** What {@link planSeries} goes by. */
export interface PlanOptions {
  readonly rows: readonly CatalogueRow[];
  /** What `findMetrics()` found. */
  readonly found: readonly MetricId[];
  /** The first label of every series. */
  readonly node: string;
  /** Whether a series is wanted, by its row and labels. */
  readonly wants: (row: CatalogueRow, labelValues: readonly string[]) => boolean;
  /** How many time series there may be. */
  readonly maxSeries: number;
}

/**
 * Plans what is read of the node. What the cap cuts is not even read. It cuts from the end: tables of users come before Cassandra's own, in the order of
 * their names, and all families of a table together. Peers come last of what is not a table: there may be as many as nodes.
 */
export function planSeries({ rows, found, node, wants, maxSeries }: PlanOptions): Plan {
  const series: PlannedSeries[] = [];
  const leftOut = new Map<string, number>();
  let left = maxSeries;
  const plan = (row: CatalogueRow, id: Partial<MetricId>): void => {
    const labelValues = [node, ...row.parts.map((part) => id[part] ?? '')];
    if (!wants(row, labelValues)) return;
    const { name } = row.definition;
    const weight = row.reading === 'buckets' ? SERIES_OF_HISTOGRAM : 1;
    if (left < weight) return void leftOut.set(name, (leftOut.get(name) ?? 0) + 1);
    left -= weight;
    series.push(plannedOf(row, labelValues, id));
  };
  for (const row of rows) if (row.parts.length === 0) plan(row, {});
  for (const id of found.filter(isOfOne).toSorted(byKeyspace))
    for (const row of rows) if (row.metric.group === id.group && row.parts.length > 0 && hasParts(row, id)) plan(row, id);
  return { series, leftOut, timeSeries: maxSeries - left };
}

function plannedOf(row: CatalogueRow, labelValues: readonly string[], { keyspace, scope, path }: Partial<MetricId>): PlannedSeries {
  const parts = { ...(keyspace !== undefined && { keyspace }), ...(scope !== undefined && { scope }), ...(path !== undefined && { path }) };
  const of = (name: string): MetricRead => ({ ...row.metric, name, ...parts, reading: row.reading === 'value' ? 'value' : 'count' });
  return { row, labelValues, read: of(row.metric.name), ...(row.total !== undefined && { total: of(row.total) }) };
}

/**
 * Cassandra counts some things twice: for all tables together, and requests again for each consistency level (`Read-QUORUM`). Those would be added
 * a second time by whoever adds up series.
 */
function isOfOne({ group, keyspace, scope }: MetricId): boolean {
  if (group === 'Table') return keyspace !== undefined;
  return group !== 'ClientRequest' || scope?.includes('-') === false;
}

function hasParts({ parts }: CatalogueRow, id: MetricId): boolean {
  return parts.every((part) => id[part] !== undefined);
}

function byKeyspace(left: MetricId, right: MetricId): number {
  const [a, b] = [keyOf(left), keyOf(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyOf({ group, keyspace = '', scope = '', path = '' }: MetricId): string {
  const own = keyspace === 'system' || keyspace.startsWith('system_');
  return [group === 'Connection' ? '1' : '0', group, own ? '1' : '0', keyspace, path, scope].join('\u0000');
}

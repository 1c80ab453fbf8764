import { between, type Between, valueNow, type Where } from './between.ts';
import type { Scrape } from './scrape.ts';

/** How busy a node is. What is null is not known. */
export interface BusyNode {
  /** Its address and CQL port. */
  readonly node: string;
  /** Over how long rates are, in seconds: since the node started at first. */
  readonly seconds: number | null;
  readonly readsPerSecond: number | null;
  readonly writesPerSecond: number | null;
  /** 99 of 100 reads of clients took at most so long. */
  readonly readP99Ms: number | null;
  readonly writeP99Ms: number | null;
  /** Time-outs, unavailable replicas and failures. */
  readonly errorsPerSecond: number | null;
  /** Tasks in the queues of its thread pools. */
  readonly pendingTasks: number | null;
  readonly pendingCompactions: number | null;
  /** 0…1. */
  readonly heapRatio: number | null;
}

/** How busy a table is, on all nodes together: every replica counts. */
export interface BusyTable {
  readonly keyspace: string;
  readonly table: string;
  readonly readsPerSecond: number;
  readonly writesPerSecond: number;
  /** Of the slowest node. */
  readonly readP99Ms: number | null;
  readonly writeP99Ms: number | null;
  readonly sstables: number;
  readonly pendingCompactions: number;
}

/** Names of the families that are read. */
export const WANTED: RegExp =
  /^(?:ringside_node_metrics_age_seconds|cassandra_jvm_(?:start_time_seconds|heap_(?:used|max)_bytes)|cassandra_client_request_(?:latency_seconds_(?:bucket|count)|(?:timeouts|unavailables|failures)_total)|cassandra_thread_pool_pending_tasks|cassandra_compaction_pending_tasks|cassandra_table_(?:(?:read|write)_latency_seconds_(?:bucket|count)|sstables|pending_compactions))$/;

const READS = new Set(['Read', 'RangeSlice', 'CASRead']);
const WRITES = new Set(['Write', 'CASWrite']);
const everything: Where = () => true;

/** The nodes that a scrape tells of. */
export function nodesIn({ series }: Scrape): readonly string[] {
  const names = (series.get('ringside_node_metrics_age_seconds') ?? []).map(({ labels }) => labels['node'] ?? '');
  return [...new Set(names)];
}

/** How busy a node is, from the newest scrape and older ones (the newest of them first). */
export function busyNode(newest: Scrape, older: readonly Scrape[], node: string): BusyNode {
  const requests = between(newest, older, node, 'requests');
  const of =
    (operations: ReadonlySet<string>): Where =>
    ({ operation = '' }) =>
      operations.has(operation);
  const used = valueNow(newest, 'cassandra_jvm_heap_used_bytes', node);
  const max = valueNow(newest, 'cassandra_jvm_heap_max_bytes', node);
  const errors = ['timeouts', 'unavailables', 'failures'].map((kind) =>
    perSecond(requests, `cassandra_client_request_${kind}_total`, everything),
  );
  return {
    node,
    seconds: requests?.seconds ?? null,
    readsPerSecond: perSecond(requests, 'cassandra_client_request_latency_seconds_count', of(READS)),
    writesPerSecond: perSecond(requests, 'cassandra_client_request_latency_seconds_count', of(WRITES)),
    readP99Ms: p99Ms(requests, 'cassandra_client_request_latency_seconds', of(READS)),
    writeP99Ms: p99Ms(requests, 'cassandra_client_request_latency_seconds', of(WRITES)),
    errorsPerSecond: errors.includes(null) ? null : errors.reduce<number>((all, each) => all + (each ?? 0), 0),
    pendingTasks: valueNow(newest, 'cassandra_thread_pool_pending_tasks', node) ?? null,
    pendingCompactions: valueNow(newest, 'cassandra_compaction_pending_tasks', node) ?? null,
    heapRatio: used === undefined || max === undefined || max <= 0 ? null : used / max,
  };
}

/** The tables of a node that were asked for since then. */
export function busyTables(newest: Scrape, older: readonly Scrape[], node: string): readonly BusyTable[] {
  const tables = between(newest, older, node, 'tables');
  if (tables === undefined) return [];
  const seen = (newest.series.get('cassandra_table_sstables') ?? []).filter(({ labels }) => labels['node'] === node);
  return seen.flatMap(({ labels: { keyspace = '', table = '' } }): readonly BusyTable[] => {
    const own: Where = (labels) => labels['keyspace'] === keyspace && labels['table'] === table;
    const readsPerSecond = perSecond(tables, 'cassandra_table_read_latency_seconds_count', own) ?? 0;
    const writesPerSecond = perSecond(tables, 'cassandra_table_write_latency_seconds_count', own) ?? 0;
    if (readsPerSecond + writesPerSecond === 0) return [];
    return [
      {
        keyspace,
        table,
        readsPerSecond,
        writesPerSecond,
        readP99Ms: p99Ms(tables, 'cassandra_table_read_latency_seconds', own),
        writeP99Ms: p99Ms(tables, 'cassandra_table_write_latency_seconds', own),
        sstables: valueNow(newest, 'cassandra_table_sstables', node, own) ?? 0,
        pendingCompactions: valueNow(newest, 'cassandra_table_pending_compactions', node, own) ?? 0,
      },
    ];
  });
}

/** Puts the tables of several nodes together, the busiest first. */
export function overNodes(tables: readonly BusyTable[]): readonly BusyTable[] {
  const found = new Map<string, BusyTable>();
  for (const each of tables) {
    const name = `${each.keyspace}.${each.table}`;
    const known = found.get(name);
    found.set(name, known === undefined ? each : together(known, each));
  }
  return [...found.values()].toSorted((a, b) => b.readsPerSecond + b.writesPerSecond - (a.readsPerSecond + a.writesPerSecond));
}

function together(a: BusyTable, b: BusyTable): BusyTable {
  const slowest = (one: number | null, other: number | null): number | null =>
    one === null || other === null ? (one ?? other) : Math.max(one, other);
  return {
    keyspace: a.keyspace,
    table: a.table,
    readsPerSecond: a.readsPerSecond + b.readsPerSecond,
    writesPerSecond: a.writesPerSecond + b.writesPerSecond,
    readP99Ms: slowest(a.readP99Ms, b.readP99Ms),
    writeP99Ms: slowest(a.writeP99Ms, b.writeP99Ms),
    sstables: a.sstables + b.sstables,
    pendingCompactions: a.pendingCompactions + b.pendingCompactions,
  };
}

function perSecond(span: Between | undefined, name: string, where: Where): number | null {
  return span === undefined ? null : span.grown(name, where) / span.seconds;
}

/** Beyond the last bucket nobody knows how much it is: the largest number that there is stands for it. */
function p99Ms(span: Between | undefined, name: string, where: Where): number | null {
  const seconds = span?.quantile(name, 0.99, where);
  return seconds === undefined ? null : Math.min(seconds * 1_000, Number.MAX_VALUE);
}

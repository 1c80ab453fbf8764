import { API, APACHE_LOOKS, NO_CASSANDRA, NO_KEYSPACE, NO_TABLE, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { keyspaceName, tableName } from '@ringside/model';
import { defineRoute, describeRoute, json, listOf, object, optional, text } from '@ringside/route-kit';
import { keyspace, partitionKeyBytes, table, userKeyspace } from './parameters.ts';
import { count } from './values.ts';

/** What a table takes on a node's disks. */
export interface TableEntry {
  /** Without quotes, case kept. */
  readonly keyspace: string;
  /** Without quotes, case kept; a materialized view is a table here. */
  readonly table: string;
  /** How many SSTables it has on the node. */
  readonly sstableCount: number;
  /** Bytes of those. */
  readonly diskSpaceUsedBytes: number;
  /** The same, and what is obsolete and not deleted yet. */
  readonly totalDiskSpaceUsedBytes: number;
}

/** A table, as Apache’s sidecar tells it. */
export interface TableStatsAnswer extends TableEntry {
  /** Bytes that only snapshots keep. */
  readonly snapshotsSizeBytes: number;
}

/** Tables of a node. */
export interface TablesAnswer {
  /** Sorted by keyspace and name. */
  readonly tables: readonly TableEntry[];
}

const SIZES = {
  keyspace: text(),
  table: text(),
  sstableCount: count,
  diskSpaceUsedBytes: count,
  totalDiskSpaceUsedBytes: count,
} as const;

const EXAMPLE: TableEntry = {
  keyspace: 'orders',
  table: 'events',
  sstableCount: 2,
  diskSpaceUsedBytes: 8_192,
  totalDiskSpaceUsedBytes: 8_192,
};

/** Statistics of a table: `GET /api/v1/cassandra/keyspaces/:keyspace/tables/:table/stats`. */
export const tableStats = defineRoute({
  ...APACHE_LOOKS,
  id: 'tableStats',
  path: `${API}/cassandra/keyspaces/:keyspace/tables/:table/stats`,
  params: { keyspace: userKeyspace, table },
  answer: json<TableStatsAnswer>(object({ ...SIZES, snapshotsSizeBytes: count })),
  statuses: { ...NO_TABLE, ...NO_CASSANDRA },
  permission: 'STATS',
});

export const aboutTableStats = describeRoute(tableStats, {
  summary: 'Statistics of a table',
  doc: 'How many SSTables the table has on the node, and what they and its snapshots take on disk. The node walks its disk for that.',
  example: {
    params: { keyspace: keyspaceName('orders'), table: tableName('events') },
    answer: { ...EXAMPLE, snapshotsSizeBytes: 0 },
  },
});

/** Tables: `GET /api/v1/cassandra/tables`. */
export const tables = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'tables',
  path: `${API}/cassandra/tables`,
  query: { keyspace: optional(keyspace) },
  answer: json<TablesAnswer>(object({ tables: listOf(object(SIZES)) })),
  statuses: { ...NO_KEYSPACE, ...NO_CASSANDRA },
  duration: 'long',
  permission: 'STATS',
});

export const aboutTables = describeRoute(tables, {
  summary: 'Tables',
  doc: 'How many SSTables each table has on the node, and what they take on disk: those of one keyspace, or of all keyspaces of users. Snapshots are not measured.',
  example: { params: { keyspace: keyspaceName('orders') }, answer: { tables: [EXAMPLE] } },
});

/** Where a partition is on a node's disks. */
export interface PartitionSstablesAnswer {
  /** Without quotes, case kept. */
  readonly keyspace: string;
  /** Without quotes, case kept. */
  readonly table: string;
  /** Paths of the data files on the node that hold the partition, or tombstones of it; empty if only a memtable does. */
  readonly sstables: readonly string[];
}

/** SSTables of a partition: `GET /api/v1/cassandra/keyspaces/:keyspace/tables/:table/sstables`. */
export const partitionSstables = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'partitionSstables',
  path: `${API}/cassandra/keyspaces/:keyspace/tables/:table/sstables`,
  params: { keyspace, table },
  query: { key: partitionKeyBytes },
  answer: json<PartitionSstablesAnswer>(object({ keyspace: text(), table: text(), sstables: listOf(text()) })),
  statuses: { ...NO_TABLE, ...NO_CASSANDRA },
  permission: 'STATS',
});

export const aboutPartitionSstables = describeRoute(partitionSstables, {
  summary: 'SSTables of a partition',
  doc: 'Which data files of the node hold a partition. Whether the node is a replica of it at all, the routes about token ranges tell.',
  example: {
    params: { keyspace: keyspaceName('orders'), table: tableName('events'), key: Uint8Array.from([0, 0, 0, 7]) },
    answer: { keyspace: 'orders', table: 'events', sstables: ['/var/lib/cassandra/data/orders/events/nb-1-big-Data.db'] },
  },
});

import { errors } from '@ringside/core';
import type { PartitionReference, TableReference, TableStats } from '@ringside/node-control';
import type { Answers } from '../answers.ts';
import { execOf, type JolokiaRequest, type ObjectKeys, readTableMetric } from '../protocol.ts';
import type { Query } from '../query.ts';
import { count, member, texts } from '../values.ts';

/** Metric → the attribute that has its value: two are counters. Measuring snapshots is the only one that costs. */
const METRICS = [
  ['LiveSSTableCount', 'Value'],
  ['LiveDiskSpaceUsed', 'Count'],
  ['TotalDiskSpaceUsed', 'Count'],
] as const;
const SNAPSHOTS = ['SnapshotsSize', 'Value'] as const;

/** How many attributes {@link tableStatsQuery} reads of each table. */
export function readsOfTable(withSnapshots: boolean): number {
  return METRICS.length + (withSnapshots ? 1 : 0);
}

/** See `NodeStorage.tableStats`. Source: `TableMetrics`. */
export function tableStatsQuery(tables: readonly TableReference[], withSnapshots: boolean): Query<readonly TableStats[]> {
  const metrics = withSnapshots ? [...METRICS, SNAPSHOTS] : METRICS;
  return {
    doing: 'tell the size of its tables',
    requests: tables.flatMap((of) => metrics.map(([name, attribute]) => readTableMetric(metricKeys(of, name), attribute))),
    decode: (answers) => tables.flatMap((of, index) => statsOf(answers, of, index * metrics.length, withSnapshots)),
  };
}

function metricKeys({ keyspace, table }: TableReference, name: string): ObjectKeys {
  return { keyspace, scope: table, name };
}

/** None of a table without metrics: it is not there. */
function statsOf(answers: Answers, { keyspace, table }: TableReference, at: number, withSnapshots: boolean): readonly TableStats[] {
  if (isMissing(answers, at)) return [];
  const of = (index: number, attribute: string): number => count(member(answers.value(at + index), attribute), attribute);
  return [
    {
      keyspace,
      table,
      sstables: of(0, 'Value'),
      liveBytes: of(1, 'Count'),
      totalBytes: of(2, 'Count'),
      ...(withSnapshots && { snapshotBytes: of(3, 'Value') }),
    },
  ];
}

/** A failure of another kind, such as a denial, is told as it is when its value is read. */
function isMissing(answers: Answers, index: number): boolean {
  return answers.isAbsent(index);
}

/** See `NodeStorage.sstablesOf`. Source: `ColumnFamilyStore.getSSTablesForKey`, with the key in hexadecimal digits. */
export function sstablesOfQuery({ keyspace, table, key }: PartitionReference): Query<readonly string[]> {
  return {
    doing: 'tell the SSTables of a partition',
    requests: [sstablesRequest({ keyspace, table }, Buffer.from(key).toString('hex'))],
    decode: (answers) => {
      if (answers.isAbsent(0)) throw errors.NOT_FOUND({ message: `Table ${keyspace}.${table} does not exist` });
      return texts(answers.value(0), 'SSTables').toSorted();
    },
  };
}

function sstablesRequest({ keyspace, table }: TableReference, key: string): JolokiaRequest {
  return execOf('table', { keyspace, table }, 'getSSTablesForKey(java.lang.String,boolean)', key, true);
}

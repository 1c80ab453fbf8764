import type { MetricRead } from '@ringside/node-control';
import { describe, expect, test } from 'vitest';
import type { CqlReader, CqlRow } from './cql.ts';
import { metricsOver } from './metrics.ts';

const PREFIX = 'org.apache.cassandra.metrics';
const DISK: MetricRead = { group: 'Table', name: 'LiveDiskSpaceUsed', keyspace: 'Mixed', scope: 'Table', reading: 'count' };
const POOL: MetricRead = { group: 'ThreadPools', name: 'PendingTasks', path: 'request', scope: 'ReadStage', reading: 'value' };

function reader(answer: (statement: string) => readonly CqlRow[]): CqlReader & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async *rows(statement) {
      asked.push(statement);
      yield* answer(statement);
    },
  };
}

describe('metrics out of system_metrics, since 6.0', () => {
  test('are asked by name, a hundred at a time, those of a group in its table', async () => {
    const names = [`${PREFIX}.Table.LiveDiskSpaceUsed.Mixed.Table`, `${PREFIX}.ThreadPools.PendingTasks.request.ReadStage`];
    const source = reader((statement) => names.filter((name) => statement.includes(`'${name}'`)).map((name) => ({ name, value: '7' })));
    const many = Array.from({ length: 150 }, (_, index) => Object.assign({}, DISK, { scope: `t${index}` }));
    const answers = await metricsOver(source, async () => '6.0-alpha2').readMetrics([DISK, POOL, ...many]);
    expect(answers.slice(0, 3)).toEqual([7, 7, undefined]);
    expect(source.asked.map((statement) => /FROM (\S+)/.exec(statement)?.[1])).toEqual([
      'system_metrics.table_group',
      'system_metrics.table_group',
      'system_metrics.thread_pools_group',
    ]);
  });

  test('are NaN where a gauge has no number, and undefined for buckets and the Java virtual machine, which no table tells', async () => {
    const source = reader(() => [{ name: `${PREFIX}.Table.LiveDiskSpaceUsed.Mixed.Table`, value: 'NaN' }]);
    const reads: readonly MetricRead[] = [DISK, { ...DISK, reading: 'buckets' }, { group: 'JVM', name: 'HeapUsed', reading: 'value' }];
    expect(await metricsOver(source, async () => '6.0.0').readMetrics(reads)).toEqual([Number.NaN, undefined, undefined]);
  });

  test('are found with what stands behind their name: not those whose names only begin so', async () => {
    const rows = ['LiveDiskSpaceUsed', 'LiveDiskSpaceUsed.Mixed.Table.by_note', 'LiveDiskSpaceUsedMore.k.t'];
    const source = reader(() => rows.map((name) => ({ name: `${PREFIX}.Table.${name}`, scope: '' })));
    expect(await metricsOver(source, async () => '6.0.0').findMetrics([DISK])).toEqual([
      { group: 'Table', name: 'LiveDiskSpaceUsed' },
      { group: 'Table', name: 'LiveDiskSpaceUsed', keyspace: 'Mixed', scope: 'Table.by_note' },
    ]);
  });
});

describe('what is counted for all tables together', () => {
  test('is found without keyspace or table, and read by the name that it has', async () => {
    const name = `${PREFIX}.Table.LiveDiskSpaceUsed.all`;
    const source = reader((statement) => (statement.includes('WHERE') && !statement.includes(`'${name}'`) ? [] : [{ name, value: '7' }]));
    const metrics = metricsOver(source, async () => '6.0.0');
    const found = await metrics.findMetrics([DISK]);
    expect(found).toEqual([{ group: 'Table', name: 'LiveDiskSpaceUsed' }]);
    expect(await metrics.readMetrics([{ group: 'Table', name: 'LiveDiskSpaceUsed', reading: 'count' }])).toEqual([7]);
  });
});

describe('metrics out of system_views, before 6.0', () => {
  test('are those of pools, whose path is told by their name, and of caches; each table is read once', async () => {
    const pools = ['ReadStage', 'CompactionExecutor', 'Native-Transport-Requests'].map((name, index) => ({
      name,
      pending_tasks: index,
      active_tasks: 9,
    }));
    const source = reader((statement) => (statement.endsWith('thread_pools') ? pools : []));
    const metrics = metricsOver(source, async () => '4.0.19');
    const active = { ...POOL, name: 'ActiveTasks' };
    expect(await metrics.findMetrics([POOL])).toEqual([
      { group: 'ThreadPools', name: 'PendingTasks', path: 'request', scope: 'ReadStage' },
      { group: 'ThreadPools', name: 'PendingTasks', path: 'internal', scope: 'CompactionExecutor' },
      { group: 'ThreadPools', name: 'PendingTasks', path: 'transport', scope: 'Native-Transport-Requests' },
    ]);
    expect(await metrics.readMetrics([POOL, active, DISK])).toEqual([0, 9, undefined]);
    expect(source.asked).toHaveLength(2);
  });
});

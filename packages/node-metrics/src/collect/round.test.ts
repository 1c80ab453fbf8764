import type { Buckets, Family } from '@ringside/metrics';
import type { MetricAnswer, MetricId, MetricRead, NodeMetrics } from '@ringside/node-control';
import { describe, expect, it } from 'vitest';
import { tableRows } from '../catalogue/tables.ts';
import { type Plan, planSeries } from './plan.ts';
import { createReader, type Reader } from './round.ts';

const TABLES = ['carts', 'orders', 'items', 'users'];
const rows = tableRows.filter(({ curated }) => curated);

/** A node with four tables. Numbers are 0 unless they are set by `name table`; a sum is that of its tables. */
class Node implements Pick<NodeMetrics, 'readMetrics'> {
  readonly numbers = new Map<string, number>();
  readonly gone = new Set<string>();
  /** What was asked in each call. */
  asked: MetricRead[][] = [];
  /** Runs before an answer, with how many calls there were in the round. */
  before: (calls: number) => void = () => undefined;

  async readMetrics(reads: readonly MetricRead[]): Promise<readonly MetricAnswer[]> {
    this.before(this.asked.length);
    this.asked.push([...reads]);
    return reads.map((read) => this.#answer(read));
  }

  set(name: string, table: string, value: number): void {
    this.numbers.set(`${name} ${table}`, value);
  }

  #of(name: string, table: string): number {
    return this.numbers.get(`${name} ${table}`) ?? 0;
  }

  #answer({ group, name, scope = '', reading }: MetricRead): MetricAnswer {
    if (group === 'JVM') return 1;
    if (group === 'Keyspace') return TABLES.reduce((sum, table) => sum + (this.gone.has(table) ? 0 : this.#of(name, table)), 0);
    if (this.gone.has(scope)) return undefined;
    const number = this.#of(name, scope);
    if (reading !== 'buckets') return number;
    return [number, ...Array.from({ length: name.endsWith('Latency') ? 127 : 165 }, () => 0)];
  }
}

interface Bed {
  readonly node: Node;
  readonly reader: Reader;
  readonly plan: Plan;
  /** Reads a round. @returns the reads that it made, as `name table` */
  readonly round: () => Promise<readonly string[]>;
  /** A value of the last round. */
  readonly value: (family: string, table: string) => number | Buckets | undefined;
  readonly missing: () => number;
}

function bed(): Bed {
  const node = new Node();
  const found = TABLES.map((scope): MetricId => ({ group: 'Table', name: 'LiveSSTableCount', keyspace: 'shop', scope }));
  const plan = planSeries({ rows, found, node: 'n1', wants: () => true, maxSeries: 100_000 });
  const reader = createReader({ findMetrics: async () => [], readMetrics: async (reads) => node.readMetrics(reads) }, plan, () => 0);
  let families: readonly Family[] = [];
  let missing = 0;
  return {
    node,
    reader,
    plan,
    async round() {
      node.asked = [];
      const read = await reader.read({});
      families = read.families;
      missing = read.missing.length;
      return node.asked.flat().map(({ group, name, scope }) => `${name} ${group === 'Keyspace' ? 'all' : scope}`);
    },
    value: (family, table) =>
      families
        .find(({ definition }) => definition.name === `cassandra_table_${family}`)
        ?.series.find(({ labelValues }) => labelValues[2] === table)?.value,
    missing: () => missing,
  };
}

const countOf = (value: number | Buckets | undefined): number | undefined => (typeof value === 'object' ? value.count : value);

describe('a round over tables on which nothing happens', () => {
  it('asks six numbers of each table, four sums of the keyspace, and tells all fifteen metrics', async () => {
    const { round, value } = bed();
    await round();
    const asked = await round();
    expect(asked.filter((each) => each.endsWith(' all')).toSorted()).toEqual(
      ['PendingCompactions', 'PendingFlushes', 'RangeLatency', 'SpeculativeRetries'].map((name) => `${name} all`),
    );
    expect(asked.filter((each) => each.endsWith(' carts')).toSorted()).toEqual(
      ['AllMemtablesLiveDataSize', 'LiveDiskSpaceUsed', 'PercentRepaired', 'ReadLatency', 'TotalDiskSpaceUsed', 'WriteLatency'].map(
        (name) => `${name} carts`,
      ),
    );
    const told = rows.map(({ definition }) => value(definition.name.replace('cassandra_table_', ''), 'carts'));
    expect(told.map(countOf)).toEqual(rows.map(() => 0));
    expect(rows).toHaveLength(15);
  });
});

describe('a change', () => {
  it.each([
    ['PendingFlushes', 'pending_flushes'],
    ['PendingCompactions', 'pending_compactions'],
    ['SpeculativeRetries', 'speculative_retries'],
    ['RangeLatency', 'range_latency_seconds'],
  ])('of %s, which the sum shows, is told in the same round, and so is its end', async (name, family) => {
    const { node, round, value } = bed();
    await round();
    for (const number of [3, 5, 5, name.startsWith('Pending') ? 0 : 9]) {
      node.set(name, 'orders', number);
      await round();
      expect([countOf(value(family, 'orders')), countOf(value(family, 'carts'))]).toEqual([number, 0]);
    }
  });

  it('of the SSTables of one table has what goes with them read, of that table alone', async () => {
    const { node, round, value } = bed();
    await round();
    for (const [name, number] of Object.entries({
      LiveDiskSpaceUsed: 900,
      LiveSSTableCount: 2,
      MaxPartitionSize: 70,
      BloomFilterFalsePositives: 4,
    }))
      node.set(name, 'items', number);
    const asked = await round();
    expect(asked.filter((each) => /^(?:LiveSSTableCount|MaxPartitionSize|BloomFilterFalsePositives) /.test(each))).toEqual([
      'LiveSSTableCount items',
      'MaxPartitionSize items',
      'BloomFilterFalsePositives items',
    ]);
    expect(['sstables', 'max_partition_bytes', 'bloom_filter_false_positives'].map((family) => value(family, 'items'))).toEqual([2, 70, 4]);
  });

  it('of tombstones and SSTables per read follows reads, and scans', async () => {
    const { node, round, value } = bed();
    await round();
    for (const name of ['ReadLatency', 'SSTablesPerReadHistogram', 'TombstoneScannedHistogram']) node.set(name, 'carts', 7);
    for (const name of ['RangeLatency', 'TombstoneScannedHistogram']) node.set(name, 'users', 2);
    await round();
    expect(countOf(value('sstables_per_read', 'carts'))).toBe(7);
    expect([countOf(value('tombstones_per_read', 'carts')), countOf(value('tombstones_per_read', 'users'))]).toEqual([7, 2]);
  });

  it('that comes between two steps of a round is told by the next', async () => {
    const { node, round, value } = bed();
    await round();
    node.set('ReadLatency', 'carts', 1);
    node.set('BloomFilterFalsePositives', 'carts', 1);
    node.before = (calls) => {
      if (calls !== 2) return;
      node.set('ReadLatency', 'carts', 2);
      node.set('BloomFilterFalsePositives', 'carts', 2);
    };
    await round();
    expect(value('bloom_filter_false_positives', 'carts')).toBe(1);
    await round();
    expect(value('bloom_filter_false_positives', 'carts')).toBe(2);
  });

  it.each([1, 2, 3])('is not lost when step %i of the round that saw it fails', async (step) => {
    const { node, round, value } = bed();
    await round();
    for (const name of ['RangeLatency', 'ReadLatency', 'TombstoneScannedHistogram', 'SpeculativeRetries']) node.set(name, 'carts', 3);
    for (const name of ['ReadLatency', 'BloomFilterFalsePositives']) node.set(name, 'items', 4);
    node.before = (calls) => {
      if (calls === step - 1) throw new Error('planted');
    };
    await expect(round()).rejects.toThrow('planted');
    node.before = () => undefined;
    await round();
    const told = ['range_latency_seconds', 'read_latency_seconds', 'tombstones_per_read', 'speculative_retries'];
    expect(told.map((family) => countOf(value(family, 'carts')))).toEqual([3, 3, 3, 3]);
    expect(value('bloom_filter_false_positives', 'items')).toBe(4);
  });
});

describe('a table that is dropped between two rounds', () => {
  it('has no values any more, those that are not asked of it included, and all of it is missing', async () => {
    const { node, round, value, missing } = bed();
    node.set('SpeculativeRetries', 'users', 8);
    await round();
    node.gone.add('users');
    await round();
    expect(rows.map(({ definition }) => value(definition.name.replace('cassandra_table_', ''), 'users'))).toEqual(
      rows.map(() => undefined),
    );
    expect(missing()).toBe(15);
    expect(countOf(value('range_latency_seconds', 'carts'))).toBe(0);
  });
});

describe('a metric by which others go', () => {
  it('that a node lacks leaves them asked in every round', async () => {
    const { node, reader, plan, round, value } = bed();
    await round();
    await round();
    reader.drop(plan.series.filter(({ read }) => read.name === 'LiveDiskSpaceUsed'));
    node.set('LiveSSTableCount', 'carts', 5);
    await round();
    expect(value('sstables', 'carts')).toBe(5);
  });
});

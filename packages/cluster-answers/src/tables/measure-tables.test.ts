import type { MetricRead } from '@ringside/node-control';
import { describe, expect, it } from 'vitest';
import { measureTables, p99 } from './measure-tables.ts';

const options = (table: string) => ({
  keyspace: 'shop',
  table,
  strategy: 'SizeTieredCompactionStrategy',
  gcGraceSeconds: 864_000,
  defaultTtlSeconds: 0,
  chunkLengthBytes: null,
  createdAtMs: null,
});

/** Counts of buckets, of which the one at an index has some. */
const buckets = (size: number, index: number): number[] => Array.from({ length: size }, (_, at) => (at === index ? 10 : 0));

describe('p99()', () => {
  it('is the upper bound of the bucket, with a bucket for zero or without', () => {
    expect([p99(buckets(166, 0)), p99(buckets(165, 0)), p99(buckets(166, 1))]).toEqual([0, 1, 1]);
  });

  it('is the lower bound of the last bucket, and none where nothing was counted', () => {
    expect(p99(buckets(165, 164))).toBeGreaterThan(1e12);
    expect([p99(buckets(165, 999)), p99(undefined), p99(5)]).toEqual([null, null, null]);
  });
});

describe('measureTables()', () => {
  const signal = new AbortController().signal;

  it('asks for histograms of tables that were read, and for nothing of more than 500 tables but their size', async () => {
    const asked: MetricRead[] = [];
    const control = {
      findMetrics: async () => [],
      hotPartitions: async () => Promise.reject(new Error('not asked')),
      readMetrics: async (reads: readonly MetricRead[]) => {
        asked.push(...reads);
        return reads.map(({ name, scope = '', reading }) => {
          if (reading === 'buckets') return buckets(166, 1);
          if (name === 'ReadLatency') return scope === 't510' ? 7 : 0;
          return name === 'LiveDiskSpaceUsed' ? Number(scope.slice(1)) : Number.NaN;
        });
      },
    };
    const { tables, leftOut } = await measureTables(
      { control },
      Array.from({ length: 512 }, (_, index) => options(`t${index}`)),
      signal,
    );
    expect([tables.length, leftOut]).toEqual([500, 12]);
    expect(
      tables
        .slice(0, 2)
        .map(({ options: { table }, liveBytes, reads, tombstonesPerReadP99 }) => [table, liveBytes, reads, tombstonesPerReadP99]),
    ).toEqual([
      ['t511', 511, 0, null],
      ['t510', 510, 7, 1],
    ]);
    expect(asked.filter(({ reading }) => reading === 'buckets').map(({ scope }) => scope)).toEqual(['t510', 't510']);
    expect(tables[0]).toMatchObject({ repairedRatio: null, largestPartitionBytes: null });
    expect(asked).toHaveLength(512 + 500 * 7 + 2);
  });
});

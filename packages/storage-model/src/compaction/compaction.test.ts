import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STRATEGY_NAMES, strategyByName } from './by-name.ts';
import { leveled } from './leveled.ts';
import { maxBytesForLevel } from './leveled-manifest.ts';
import { overlapSets } from './overlap-sets.ts';
import { type CompactionStep, type Flush, simulateCompaction } from './simulate.ts';
import { sizeBuckets, sizeTiered, sizeTieredSettings } from './size-tiered.ts';
import { makeSSTable, type ModelTable, overlaps, type SSTable, type StoredRow } from './sstable.ts';
import type { CompactionStrategy } from './strategy.ts';
import { timeWindow, windowOf } from './time-window.ts';
import { unified, unifiedLevels } from './unified.ts';
import { density, parseScaling, shardCount } from './unified-sharding.ts';
import { makeFlushes, type Workload } from './workload.ts';

const MIB = 2 ** 20;
const HOUR_MS = 3_600_000;
const table: ModelTable = { keys: 2000, rowBytes: MIB, gcGraceMs: HOUR_MS };

/** Small SSTables, so that few rows reach several levels, shards and windows. */
const makers: Readonly<Record<string, () => CompactionStrategy>> = {
  stcs: () => sizeTiered(),
  lcs: () => leveled({ sstableBytes: 8 * MIB, fanout: 3 }),
  twcs: () => timeWindow({ windowMs: 6 * HOUR_MS }),
  'ucs T4': () => unified({ targetSSTableBytes: 16 * MIB, minSSTableBytes: 4 * MIB }),
  'ucs L4, N': () => unified({ scalingParameters: ['L4', 'N'], targetSSTableBytes: 16 * MIB, minSSTableBytes: 4 * MIB, sstableGrowth: 0 }),
};

const workloads = fc.record({
  pattern: fc.constantFrom<Workload['pattern']>('insert', 'overwrite'),
  flushes: fc.integer({ min: 1, max: 25 }),
  rowsPerFlush: fc.integer({ min: 1, max: 40 }),
  intervalMs: fc.constantFrom(HOUR_MS / 6, HOUR_MS, 5 * HOUR_MS),
  ttlMs: fc.constantFrom(undefined, undefined, 12 * HOUR_MS),
  seed: fc.integer({ min: 0, max: 1e9 }),
});

/** The newest row of each key among all flushed so far: what must not be lost. */
function newestOf(flushes: readonly Flush[]): ReadonlyMap<number, StoredRow> {
  const newest = new Map<number, StoredRow>();
  for (const row of flushes.flatMap(({ rows }) => rows)) {
    if ((newest.get(row.key)?.writtenAtMs ?? -1) < row.writtenAtMs) newest.set(row.key, row);
  }
  return newest;
}

function run(name: string, workload: Omit<Workload, 'ttlMs'> & { ttlMs: number | undefined }, compactionsPerFlush?: number) {
  const { ttlMs, ...rest } = workload;
  const flushes = makeFlushes(ttlMs === undefined ? rest : { ...rest, ttlMs }, table);
  const strategy = (makers[name] as () => CompactionStrategy)();
  const limit = compactionsPerFlush === undefined ? {} : { compactionsPerFlush };
  return { flushes, steps: simulateCompaction({ strategy, table, flushes, ...limit }) };
}

const last = (steps: readonly CompactionStep[]): CompactionStep => steps.at(-1) as CompactionStep;

describe.each(Object.keys(makers))('%s', (name) => {
  it('never loses the newest version of a row before its time, and never invents one, late or not', () => {
    fc.assert(
      fc.property(workloads, fc.constantFrom(undefined, 0, 1), (workload, compactionsPerFlush) => {
        const { flushes, steps } = run(name, workload, compactionsPerFlush);
        const flushed = new Set(flushes.flatMap(({ rows }) => rows));
        const wrong = steps.flatMap(({ sstables, atMs }) => {
          const held = new Set(sstables.flatMap(({ rows }) => rows));
          const due = newestOf(flushes.filter((flush) => flush.atMs <= atMs)).values();
          const lost = [...due].filter((row) => (row.expiresAtMs ?? Infinity) >= atMs - HOUR_MS && !held.has(row));
          return lost.concat([...held].filter((row) => !flushed.has(row)));
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('never lets an older version come back once a newer one has been dropped', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        const { flushes, steps } = run(name, workload);
        const newest = newestOf(flushes);
        const held = new Set(last(steps).sstables.flatMap(({ rows }) => rows));
        const back = [...held].filter((row) => newest.get(row.key) !== row && !held.has(newest.get(row.key) as StoredRow));
        expect(back).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('puts every SSTable in one group, and adds up what it writes', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        const { steps } = run(name, workload);
        let written = 0;
        for (const { groups, sstables, added, figures } of steps) {
          expect(groups.flatMap((group) => group.sstables).toSorted((a, b) => a.id - b.id)).toEqual(
            sstables.toSorted((a, b) => a.id - b.id),
          );
          written += added.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
          expect(figures.flushedBytes + figures.compactedBytes).toBe(written);
          expect(figures.diskBytes).toBe(sstables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
          expect(figures.peakBytes).toBeGreaterThanOrEqual(figures.diskBytes);
          expect(figures.covering.mean).toBeGreaterThanOrEqual(figures.holding.mean);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('does the same again for the same seed', () => {
    const workload = { pattern: 'overwrite', flushes: 30, rowsPerFlush: 40, intervalMs: HOUR_MS, ttlMs: undefined, seed: 5 } as const;
    const outline = (): string =>
      run(name, workload)
        .steps.map(
          ({ figures, added }) =>
            `${added.map(({ id, firstKey, lastKey }) => [id, firstKey, lastKey]).join(' ')} ${figures.compactedBytes}`,
        )
        .join('\n');
    expect(outline()).toBe(outline());
  });
});

describe('size-tiered compaction', () => {
  it('merges four SSTables of like size, and four of those, so that each row is written three times after sixteen flushes', () => {
    const flushes = makeFlushes({ pattern: 'insert', flushes: 16, rowsPerFlush: 60, intervalMs: 1 }, table);
    const steps = simulateCompaction({ strategy: sizeTiered(), table, flushes });
    expect(last(steps).sstables).toHaveLength(1);
    expect(last(steps).figures.writeAmplification).toBe(3);
    expect(last(steps).figures.peakBytes).toBe(2 * 16 * 60 * MIB);
  });

  it('leaves no bucket that has reached the threshold', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        const settings = sizeTieredSettings();
        for (const bucket of sizeBuckets(last(run('stcs', workload).steps).sstables, settings)) expect(bucket.length).toBeLessThan(4);
      }),
      { numRuns: 15 },
    );
  });

  it('takes an SSTable of half as much again for no longer alike, and all below the minimum size for alike', () => {
    const sized = (...mebibytes: number[]): SSTable[] =>
      mebibytes.map((size, id) =>
        makeSSTable(
          id,
          Array.from({ length: size }, (_, key) => ({ key, writtenAtMs: 0 })),
          MIB,
        ),
      );
    const groups = (...sizes: number[]): number[][] =>
      sizeBuckets(sized(...sizes), sizeTieredSettings()).map((bucket) => bucket.map(({ rows }) => rows.length));
    expect(groups(100, 149, 150)).toEqual([[100, 149, 150]]);
    expect(groups(100, 150)).toEqual([[100], [150]]);
    expect(groups(1, 49, 50)).toEqual([[1, 49], [50]]);
    expect(sizeBuckets(sized(1, 49), sizeTieredSettings({ bucketLow: 0.99 }))).toHaveLength(1);
  });
});

describe('leveled compaction', () => {
  const settings = { sstableBytes: 8 * MIB, fanout: 3 };

  it('keeps the SSTables of every level above 0 apart, at every step', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        for (const { sstables } of run('lcs', workload).steps) {
          const above = sstables.filter(({ level }) => level > 0);
          const clash = above.find((one) => above.some((other) => other !== one && other.level === one.level && overlaps(one, other)));
          expect(clash).toBeUndefined();
        }
      }),
      { numRuns: 15 },
    );
  });

  it('leaves no level over its size, and SSTables of at most their size and a row', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        const { sstables } = last(run('lcs', workload).steps);
        for (let level = 1; level < 8; level++) {
          const here = sstables.filter((sstable) => sstable.level === level);
          const bytes = here.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
          expect(bytes).toBeLessThanOrEqual(maxBytesForLevel(level, settings) * 1.001);
          for (const { sizeBytes } of here) expect(sizeBytes).toBeLessThanOrEqual(9 * MIB);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('does size-tiered compaction within level 0 once more than 32 SSTables wait there', () => {
    const flushes = makeFlushes({ pattern: 'overwrite', flushes: 60, rowsPerFlush: 30, intervalMs: 1 }, table);
    const steps = simulateCompaction({ strategy: leveled({ sstableBytes: 8 * MIB }), table, flushes, compactionsPerFlush: 0 });
    expect(last(steps).sstables).toHaveLength(60);
    const strategy = leveled({ sstableBytes: 8 * MIB });
    const crowded = [...last(steps).sstables, ...overfullL1()];
    const task = strategy.next({ sstables: crowded, nowMs: 99, table, random: () => 0 });
    expect(task).toMatchObject({ level: 0, reason: 'L0 has fallen behind' });
    expect(task?.inputs).toHaveLength(32);
  });
});

/** More than ten SSTables' worth in level 1, apart from each other. */
function overfullL1(): SSTable[] {
  return Array.from({ length: 12 }, (_, index) => {
    const rows = Array.from({ length: 9 }, (_row, offset) => ({ key: index * 20 + offset, writtenAtMs: 0 }));
    return makeSSTable(1000 + index, rows, MIB, 1);
  });
}

describe('time-window compaction', () => {
  it('leaves one SSTable for each window that is over', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        const { sstables } = last(run('twcs', workload).steps);
        const windows = sstables.map((sstable) => windowOf(sstable, 6 * HOUR_MS));
        const over = windows.filter((window) => window < Math.max(...windows));
        expect(new Set(over).size).toBe(over.length);
      }),
      { numRuns: 15 },
    );
  });

  const hourly = { pattern: 'insert', flushes: 60, rowsPerFlush: 20, intervalMs: HOUR_MS, ttlMs: 12 * HOUR_MS } as const;

  it('drops whole SSTables once their rows have expired and the grace period is over', () => {
    const steps = simulateCompaction({ strategy: makers['twcs']?.() as CompactionStrategy, table, flushes: makeFlushes(hourly, table) });
    expect(last(steps).sstables.length).toBeLessThan(8);
    expect(Math.min(...last(steps).sstables.map(({ minTimeMs }) => minTimeMs))).toBeGreaterThan(30 * HOUR_MS);
  });

  it('drops nothing as long as one old row never expires, by default to ignore overlaps', () => {
    const [first, ...rest] = makeFlushes(hourly, table) as [Flush, ...Flush[]];
    const forever = { atMs: first.atMs, rows: [{ key: 0, writtenAtMs: 0 }] };
    const kept = (strategy: CompactionStrategy): number => {
      const { sstables } = last(simulateCompaction({ strategy, table, flushes: [forever, first, ...rest] }));
      return sstables.length;
    };
    const withheld = kept(timeWindow({ windowMs: 6 * HOUR_MS }));
    expect(withheld).toBeGreaterThan(9);
    expect(kept(timeWindow({ windowMs: 6 * HOUR_MS, ignoreOverlaps: true }))).toBeLessThan(withheld);
  });
});

describe('unified compaction', () => {
  it('reads scaling parameters as Cassandra does', () => {
    expect(parseScaling('T4')).toEqual({ w: 2, fanout: 4, threshold: 4 });
    expect(parseScaling('L10')).toEqual({ w: -8, fanout: 10, threshold: 2 });
    expect(parseScaling('N')).toEqual({ w: 0, fanout: 2, threshold: 2 });
    expect(parseScaling('-3')).toEqual({ w: -3, fanout: 5, threshold: 2 });
    for (const text of ['T1', 'X4', '', 'T', '4.5']) expect(() => parseScaling(text)).toThrow('is not a scaling parameter');
  });

  it('has the shard counts that the documentation of the options gives', () => {
    const tebibyte = 2 ** 40;
    const counts = (baseShardCount: number): number[] =>
      [0, 0.333, 0.5, 1].map((sstableGrowth) => shardCount(tebibyte, { baseShardCount, sstableGrowth }));
    expect(counts(1)).toEqual([1024, 128, 32, 1]);
    expect(counts(4)).toEqual([1024, 128, 64, 4]);
    expect([NaN, 1, 150 * MIB, 250 * MIB, 400 * MIB].map((bytes) => shardCount(bytes))).toEqual([1, 1, 1, 2, 4]);
    expect(shardCount(250 * MIB, { baseShardCount: 6 })).toBe(2);
  });

  it('keeps overlap on its fullest level below the threshold, and levels apart by density', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        const { sstables } = last(run('ucs T4', workload).steps);
        const levels = unifiedLevels(sstables, table, workload.rowsPerFlush * MIB);
        for (const level of levels) {
          for (const sstable of level.sstables) expect(density(sstable, table)).toBeLessThan(level.maxDensity);
        }
        const overlap = levels.map((level) => Math.max(0, ...overlapSets(level.sstables).map(({ length }) => length)));
        const fullest = overlap.indexOf(Math.max(...overlap));
        expect(overlap[fullest]).toBeLessThan(4);
      }),
      { numRuns: 15 },
    );
  });

  it('T4 writes as little as size-tiered compaction, L10 more, while L10 leaves fewer SSTables to read', () => {
    const wide = { keys: 4000, rowBytes: MIB };
    const flushes = makeFlushes({ pattern: 'insert', flushes: 64, rowsPerFlush: 60, intervalMs: 1 }, wide);
    const figures = (scaling: string): CompactionStep['figures'] =>
      last(simulateCompaction({ strategy: unified({ scalingParameters: [scaling] }), table: wide, flushes })).figures;
    expect(figures('T4').writeAmplification).toBe(4);
    expect(figures('L10').writeAmplification).toBeGreaterThan(4);
    expect(figures('L10').covering.max).toBeLessThanOrEqual(3);
  });
});

describe('overlapSets()', () => {
  it('finds the documented sets: AC at the ends apart, AD, ABD … reduced to the largest', () => {
    const span = (id: number, firstKey: number, lastKey: number): SSTable => ({ ...makeSSTable(id, [], 1), firstKey, lastKey });
    const [a, b, c, d] = [span(1, 0, 3), span(2, 2, 7), span(3, 6, 9), span(4, 1, 8)];
    expect(overlapSets([a, b, c, d]).map((set) => set.map(({ id }) => id).toSorted((x, y) => x - y))).toEqual([
      [1, 2, 4],
      [2, 3, 4],
    ]);
  });
});

describe('simulateCompaction()', () => {
  it('refuses flushes out of order and keys that the table cannot have', () => {
    const strategy = sizeTiered();
    const flush = (atMs: number, key: number): Flush => ({ atMs, rows: [{ key, writtenAtMs: 0 }] });
    expect(() => simulateCompaction({ strategy, table, flushes: [flush(2, 0), flush(1, 0)] })).toThrow('comes after');
    expect(() => simulateCompaction({ strategy, table, flushes: [flush(1, 2000)] })).toThrow("not one of the table's");
    expect(() => makeFlushes({ pattern: 'insert', flushes: 9, rowsPerFlush: 9, intervalMs: 1 }, { keys: 80 })).toThrow('no 81 different');
  });

  it('knows the four strategies by name, and no other', () => {
    expect(STRATEGY_NAMES.map((name) => strategyByName(name).name)).toEqual(STRATEGY_NAMES);
    expect(() => strategyByName('dtcs' as 'stcs')).toThrow('"dtcs" is not a compaction strategy');
  });
});

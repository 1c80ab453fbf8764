import type { ModelTable, SSTable } from './sstable.ts';

/** How often something is, on average and at most. */
export interface Spread {
  /** Over live rows, not over SSTables; 0 when no row is live. */
  readonly mean: number;
  /** The worst live row; 0 when no row is live. */
  readonly max: number;
}

/** What compaction has cost so far, and what reads cost now. */
export interface CompactionFigures {
  /** Written by flushes since the start; the SSTables may be gone since. */
  readonly flushedBytes: number;
  /** Written by compactions. */
  readonly compactedBytes: number;
  /** All that was written over what was flushed; 1 without any compaction. */
  readonly writeAmplification: number;
  /** The sum of all SSTables after this event. */
  readonly diskBytes: number;
  /** The newest row of each key that has not expired. */
  readonly liveBytes: number;
  /** What is on disk over what is live; Infinity when nothing is live but something is on disk. */
  readonly spaceAmplification: number;
  /** The most that was on disk at once: a compaction's inputs stay until its result is written. */
  readonly peakBytes: number;
  /** SSTables whose key range covers a live row's key: those that a read must ask at least for their bloom filter. */
  readonly covering: Spread;
  /** SSTables that hold some version of a live row: those that a read of the row must read from, its bloom filters being right. */
  readonly holding: Spread;
}

/** What has been written so far. */
export interface WrittenBytes {
  /** By flushes, since the start. */
  readonly flushedBytes: number;
  /** By compactions, since the start. */
  readonly compactedBytes: number;
  /** The most that was on disk at once, a running compaction's inputs and result both. */
  readonly peakBytes: number;
}

/**
 * Reckons the figures of some SSTables, by looking at every row.
 *
 * @param sstables all live SSTables of the table
 * @param nowMs decides which rows have expired, on the scale of their times
 */
export function figuresOf(sstables: readonly SSTable[], table: ModelTable, nowMs: number, written: WrittenBytes): CompactionFigures {
  const live = liveKeys(sstables, nowMs);
  const diskBytes = sstables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const liveBytes = live.length * table.rowBytes;
  const { flushedBytes, compactedBytes } = written;
  return {
    ...written,
    writeAmplification: flushedBytes === 0 ? 1 : (flushedBytes + compactedBytes) / flushedBytes,
    diskBytes,
    liveBytes,
    spaceAmplification: diskBytes === 0 ? 1 : diskBytes / liveBytes,
    covering: spread(live, coverings(sstables, table.keys)),
    holding: spread(live, holdings(sstables, table.keys)),
  };
}

function liveKeys(sstables: readonly SSTable[], nowMs: number): readonly number[] {
  const newest = new Map<number, { writtenAtMs: number; expiresAtMs?: number }>();
  for (const row of sstables.flatMap(({ rows }) => rows)) {
    if ((newest.get(row.key)?.writtenAtMs ?? -Infinity) < row.writtenAtMs) newest.set(row.key, row);
  }
  return [...newest].filter(([, { expiresAtMs = Infinity }]) => expiresAtMs > nowMs).map(([key]) => key);
}

function coverings(sstables: readonly SSTable[], keys: number): Int32Array {
  const changes = new Int32Array(keys + 1);
  for (const { firstKey, lastKey } of sstables) {
    changes[firstKey] = (changes[firstKey] ?? 0) + 1;
    changes[lastKey + 1] = (changes[lastKey + 1] ?? 0) - 1;
  }
  for (let key = 1; key <= keys; key++) changes[key] = (changes[key] ?? 0) + (changes[key - 1] ?? 0);
  return changes;
}

function holdings(sstables: readonly SSTable[], keys: number): Int32Array {
  const counts = new Int32Array(keys + 1);
  for (const { rows } of sstables) for (const { key } of rows) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

function spread(keys: readonly number[], counts: Int32Array): Spread {
  let [sum, max] = [0, 0];
  for (const key of keys) {
    const count = counts[key] ?? 0;
    sum += count;
    max = Math.max(max, count);
  }
  return { mean: keys.length === 0 ? 0 : sum / keys.length, max };
}

import type { PartitionSize } from './partition-size.ts';

/** A bound on partitions, and who says so. */
export interface PartitionBound {
  /** What is bounded, as it reads in a sentence: `rows of a partition`. */
  readonly name: string;
  /** Which figure of {@link PartitionSize} is held against the limit. */
  readonly measure: 'bytes' | 'rows' | 'cells';
  /** The most that is within the bound, in bytes or as a count. */
  readonly limit: number;
  /** `hard`: Cassandra cannot hold more; `soft`: reads, compaction and repair suffer above it, by experience. */
  readonly force: 'hard' | 'soft';
  /** Where the limit comes from: a setting of Cassandra, its documentation, or experience. */
  readonly source: string;
}

/** The most cells that a partition can have, 2^31. */
export const MAX_CELLS: number = 2 ** 31;

/** The size from which partitions are called large: 100 MiB. */
export const LARGE_PARTITION_BYTES: number = 100 * 2 ** 20;

/** The number of rows from which partitions are called large. */
export const LARGE_PARTITION_ROWS = 100_000;

/** The bounds against which {@link judgePartition} holds a partition. */
export const PARTITION_BOUNDS: readonly PartitionBound[] = [
  {
    name: 'cells that a partition can have',
    measure: 'cells',
    limit: MAX_CELLS,
    force: 'hard',
    source: "Cassandra's documented limit of two billion (2^31) cells in a partition",
  },
  {
    name: 'size of a partition',
    measure: 'bytes',
    limit: LARGE_PARTITION_BYTES,
    force: 'soft',
    source:
      'Cassandra 4.0 warned above 100 MiB (compaction_large_partition_warning_threshold); the guardrail that replaced it, ' +
      'partition_size_warn_threshold, is off in 5.0 unless set',
  },
  {
    name: 'rows of a partition',
    measure: 'rows',
    limit: LARGE_PARTITION_ROWS,
    force: 'soft',
    source: 'a rule of thumb from vendors’ planning guides; nothing in Cassandra counts them',
  },
];

/** How a partition stands against one bound. */
export interface PartitionVerdict extends PartitionBound {
  /** The partition's figure, in the unit of `limit`. */
  readonly actual: number;
  /** Actual over limit: 1 is at the bound. */
  readonly share: number;
  /** True also exactly at the limit. */
  readonly within: boolean;
}

/** How a partition stands against every bound, in the order of {@link PARTITION_BOUNDS}. */
export function judgePartition(size: Pick<PartitionSize, 'bytes' | 'rows' | 'cells'>): readonly PartitionVerdict[] {
  return PARTITION_BOUNDS.map((bound) => {
    const actual = size[bound.measure];
    return Object.assign({ actual, share: actual / bound.limit, within: actual <= bound.limit }, bound);
  });
}

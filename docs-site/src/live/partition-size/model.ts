import {
  type Column,
  judgePartition,
  partitionSize,
  type PartitionSize,
  type PartitionVerdict,
  type TimeBuckets,
  timeBuckets,
} from '@ringside/storage-model';
import { Problem } from '../frame/field';
import { parseColumns } from './columns';
import type { PartitionState } from './state';

/** What follows from a state. */
export interface PartitionModel {
  readonly size: PartitionSize;
  readonly verdicts: readonly PartitionVerdict[];
  readonly buckets: TimeBuckets;
  /** False when a partition can only have one row. */
  readonly hasClustering: boolean;
}

/** The size of the partition that so many days of rows make, against the bounds, and the buckets that would keep it within. */
export function model({ rows, days, columns }: PartitionState): PartitionModel {
  const parsed = parseColumns(columns);
  // `check` has refused any other text.
  const design: readonly Column[] = parsed instanceof Problem ? [] : parsed;
  const hasClustering = design.some(({ kind }) => kind === 'clustering');
  const size = partitionSize({ columns: design }, hasClustering ? rows * days : 1);
  return { size, verdicts: judgePartition(size), buckets: timeBuckets({ rowsPerDay: rows, rowBytes: size.rowBytes }), hasClustering };
}

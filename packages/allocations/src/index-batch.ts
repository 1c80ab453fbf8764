import { type BoundStatement, loggedBatch } from '@ringside/client-recipes';
import { bucketOf } from './buckets.ts';
import { dayOf } from './days.ts';
import type { AllocationTables } from './schema.ts';

/** A row of `allocations`: what both index tables are derived from. */
export interface StoredAllocation {
  readonly customerId: string;
  readonly testId: string;
  readonly cell: string;
  readonly allocatedAt: Date;
}

/**
 * The write of both index rows of an allocation, in some versions of the index. Keys, values and write timestamp follow from the stored row alone, so anybody may send
 * it, at any time and as often as they like: it writes the very same cells.
 *
 * @param row as it is stored, and not as somebody tried to store it
 * @param buckets of the test
 */
export function indexBatch(tables: AllocationTables, row: StoredAllocation, buckets: number, versions: readonly number[]): BoundStatement {
  return loggedBatch(
    versions.flatMap((version) => indexRows(tables, row, bucketOf(row.customerId, buckets), version)),
    row.allocatedAt.getTime(),
  );
}

function indexRows(
  { byCell, byDay }: AllocationTables,
  { customerId, testId, cell, allocatedAt }: StoredAllocation,
  bucket: number,
  version: number,
): readonly BoundStatement[] {
  return [
    {
      statement: `INSERT INTO ${byCell} (test_id, version, cell, bucket, customer_id, allocated_at) VALUES (?, ?, ?, ?, ?, ?)`,
      values: [testId, version, cell, bucket, customerId, allocatedAt],
    },
    {
      statement: `INSERT INTO ${byDay} (test_id, version, day, bucket, allocated_at, customer_id, cell) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      values: [testId, version, dayOf(allocatedAt), bucket, allocatedAt, customerId, cell],
    },
  ];
}

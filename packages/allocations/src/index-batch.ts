import { type BoundStatement, loggedBatch } from '@ringside/client-recipes';
import { INDEX_TABLES, indexRowOf, insertRow } from './index-rows.ts';
import type { AllocationTables } from './schema.ts';
import type { StoredAllocation } from './truth.ts';

/**
 * The write of both index rows of an allocation, in some versions of the index. Keys, values and write timestamp follow from the stored row alone, so anybody may send
 * it, at any time and as often as they like: it writes the very same cells.
 *
 * @param stored the row as it is stored, and not as somebody tried to store it
 * @param buckets of the test
 */
export function indexBatch(
  tables: AllocationTables,
  stored: StoredAllocation,
  buckets: number,
  versions: readonly number[],
): BoundStatement {
  const { testId, allocatedAt } = stored;
  const row = indexRowOf(stored, buckets);
  return loggedBatch(
    versions.flatMap((version) => INDEX_TABLES.map((table) => insertRow(tables, table, { testId, version }, row))),
    allocatedAt.getTime(),
  );
}

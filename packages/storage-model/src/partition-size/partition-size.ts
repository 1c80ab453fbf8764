import { errors } from '@ringside/core';
import { type Column, valueBytes } from './column.ts';
import { folklore, type FolkloreSize } from './folklore.ts';
import { rowBytes, type Stamps, stampsOf, staticRowBytes } from './row-format.ts';
import { checkDesign, columnsOf, type TableDesign } from './table-design.ts';

/** The mean size of a partition of a design. */
export interface PartitionSize {
  /** The number of rows that the sizes are for. */
  readonly rows: number;
  /** Values stored: one for each filled static or regular column, one for each element of a collection; keys are not cells. */
  readonly cells: number;
  /** In Data.db, before compression. */
  readonly bytes: number;
  /** What of `bytes` is the partition's key and header, the static row, and one row. */
  readonly headerBytes: number;
  /** 0 without static columns. */
  readonly staticBytes: number;
  /** The mean over the partition's rows, as not every row has a value in every column. */
  readonly rowBytes: number;
  /** What the usual formula says of the same design. */
  readonly folklore: FolkloreSize;
}

const SHORT_BYTES = 2;
const END_OF_PARTITION_BYTES = 1;

/**
 * The size of a partition of so many rows as Cassandra 5.0 lays it out in Data.db, before compression, once all of it lies in one
 * SSTable and nothing of it is deleted (`SortedTablePartitionWriter`, `UnfilteredSerializer`, `Cell.Serializer`). Means go in, so a
 * mean comes out.
 *
 * @param rows how many rows, 0 or more
 * @throws {OpsError} INVALID_ARGUMENT for an impossible design or number of rows
 * @example
 * ```ts
 * const columns = [
 *   { name: 'sensor', kind: 'partition-key', type: 'uuid' },
 *   { name: 'at', kind: 'clustering', type: 'timestamp' },
 *   { name: 'value', kind: 'regular', type: 'double' },
 * ] as const;
 * partitionSize({ columns }, 1000).cells; // 1000
 * ```
 */
export function partitionSize(design: TableDesign, rows: number): PartitionSize {
  checkDesign(design);
  if (!Number.isFinite(rows) || rows < 0) {
    throw errors.INVALID_ARGUMENT({ message: `${rows} is not a number of rows`, remedy: 'Say 0 or more rows.' });
  }
  const stamps: Stamps = stampsOf(design);
  const headerBytes = headerOf(design);
  const staticBytes = staticRowBytes(design, stamps);
  const eachRow = rowBytes(design, stamps);
  return {
    rows,
    cells: cellsIn(columnsOf(design, 'static')) + rows * cellsIn(columnsOf(design, 'regular')),
    bytes: headerBytes + staticBytes + rows * eachRow + END_OF_PARTITION_BYTES,
    headerBytes,
    staticBytes,
    rowBytes: eachRow,
    folklore: folklore(design, rows),
  };
}

/** Key with a length of 2 bytes, then the partition's deletion. A key of several columns is a composite (`CompositeType`). */
function headerOf(design: TableDesign): number {
  const keys = columnsOf(design, 'partition-key');
  const bytes = keys.reduce((sum, column) => sum + valueBytes(column), 0);
  const composite = keys.length > 1 ? keys.length * (SHORT_BYTES + 1) : 0;
  return SHORT_BYTES + bytes + composite + ((design.format ?? 'nb') === 'nb' ? 12 : 1);
}

function cellsIn(columns: readonly Column[]): number {
  return columns.reduce((sum, { filled = 1, collection }) => sum + filled * (collection?.elements ?? 1), 0);
}

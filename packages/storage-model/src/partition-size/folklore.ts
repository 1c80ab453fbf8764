import { type Column, valueBytes } from './column.ts';
import { columnsOf, type TableDesign } from './table-design.ts';

/** What the formula that is usually taught says. */
export interface FolkloreSize {
  /** Rows × regular columns + static columns. */
  readonly cells: number;
  /** Before compression, without anything that data files add to the values but 8 bytes of time stamp a cell. */
  readonly bytes: number;
}

const TIMESTAMP_BYTES = 8;

/**
 * The formula that Cassandra's documentation teaches ("Calculating partition size" in its data modeling chapter), kept beside the real
 * format to show where it errs: cells are rows × regular columns + static columns; bytes are the raw lengths of all values, the
 * clustering columns with every row, and 8 bytes of time stamp a cell. It dates from the format before 3.0 (CASSANDRA-8099).
 */
export function folklore(design: TableDesign, rows: number): FolkloreSize {
  const [keys, clustering, statics, regular] = (['partition-key', 'clustering', 'static', 'regular'] as const).map((kind) =>
    columnsOf(design, kind),
  ) as [readonly Column[], readonly Column[], readonly Column[], readonly Column[]];
  const cells = rows * regular.length + statics.length;
  const bytes = rawBytes(keys) + rawBytes(statics) + rows * (rawBytes(regular) + rawBytes(clustering)) + TIMESTAMP_BYTES * cells;
  return { cells, bytes };
}

function rawBytes(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + rawColumnBytes(column), 0);
}

function rawColumnBytes(column: Column): number {
  if (column.collection === undefined) return valueBytes(column);
  const { elements, keyBytes = 0, valueBytes: mean = 0 } = column.collection;
  return elements * (keyBytes + mean);
}

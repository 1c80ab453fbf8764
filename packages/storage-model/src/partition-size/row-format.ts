import { type Column, valueBytes, writtenBytes } from './column.ts';
import { columnsOf, type TableDesign } from './table-design.ts';
import { meanVintBytes, vintBytes } from './vint.ts';

/** The mean bytes of the times that rows and cells carry, each stored as a distance from the SSTable's earliest one. */
export interface Stamps {
  readonly timestamp: number;
  /** The second at which a value or tombstone may go (`localDeletionTime`). */
  readonly deletionTime: number;
  /** One byte as long as all writes have the same time to live. */
  readonly ttl: number;
}

const FLAGS_BYTES = 1;
const LIST_KEY_BYTES = 16;
const DAY_MS = 86_400_000;
const CLUSTERING_A_HEADER = 32;
const LARGE_SUBSET = 64;

/** The mean bytes of times in a design (`SerializationHeader.writeTimestamp`: microseconds; `writeLocalDeletionTime`: seconds). */
export function stampsOf({ writeSpanMs = DAY_MS }: TableDesign): Stamps {
  return { timestamp: meanVintBytes(writeSpanMs * 1000), deletionTime: meanVintBytes(writeSpanMs / 1000), ttl: 1 };
}

/** The mean bytes of one row, its flags, clustering and sizes included (`UnfilteredSerializer`). */
export function rowBytes(design: TableDesign, stamps: Stamps): number {
  const { inserted = true, expires = false } = design;
  const regular = columnsOf(design, 'regular');
  const marker = inserted ? stamps.timestamp + (expires ? stamps.ttl + stamps.deletionTime : 0) : 0;
  const body = marker + subsetBytes(regular) + cellsBytes(regular, stamps, { shared: inserted, expires });
  const clustering = clusteringBytes(columnsOf(design, 'clustering'));
  return FLAGS_BYTES + clustering + sizedBody(body, FLAGS_BYTES + clustering);
}

/** The mean bytes of the static row: none for a table without static columns. It has no marker, so its cells carry their own times. */
export function staticRowBytes(design: TableDesign, stamps: Stamps): number {
  const statics = columnsOf(design, 'static');
  if (statics.length === 0) return 0;
  const body = subsetBytes(statics) + cellsBytes(statics, stamps, { shared: false, expires: design.expires ?? false });
  const noRowBefore = vintBytes(0);
  return 2 * FLAGS_BYTES + vintBytes(body + noRowBefore) + noRowBefore + body;
}

/** A row's body after its own size and the size of the row before it, which is taken to be as long. */
function sizedBody(body: number, before: number): number {
  let total = body;
  for (let round = 0; round < 3; round++) {
    const previous = vintBytes(before + total);
    total = vintBytes(body + previous) + previous + body;
  }
  return total;
}

/** Two bits for each column in a header for every 32 of them, which are one byte while no value is null or empty. */
function clusteringBytes(columns: readonly Column[]): number {
  const headers = Math.ceil(columns.length / CLUSTERING_A_HEADER);
  return columns.reduce((sum, column) => sum + writtenBytes(column.type, valueBytes(column)), headers);
}

/**
 * Which columns a row has: nothing when it has all, else a bitmap of those that it lacks (`Columns.Serializer.serializeSubset`), here
 * reckoned at its longest; from 64 columns on a list of the fewer of present and missing ones.
 */
function subsetBytes(columns: readonly Column[]): number {
  const all = columns.reduce((product, { filled = 1 }) => product * filled, 1);
  if (all === 1) return 0;
  const present = columns.reduce((sum, { filled = 1 }) => sum + filled, 0);
  const subset = columns.length < LARGE_SUBSET ? vintBytes(2 ** columns.length - 1) : 2 + Math.min(present, columns.length - present);
  return (1 - all) * subset;
}

interface CellTimes {
  /** True when cells have the row marker's times and so need none of their own. */
  readonly shared: boolean;
  readonly expires: boolean;
}

function cellsBytes(columns: readonly Column[], stamps: Stamps, times: CellTimes): number {
  return columns.reduce((sum, column) => sum + (column.filled ?? 1) * columnBytes(column, stamps, times), 0);
}

function columnBytes(column: Column, stamps: Stamps, { shared, expires }: CellTimes): number {
  const own = shared ? 0 : stamps.timestamp + (expires ? stamps.deletionTime + stamps.ttl : 0);
  if (column.collection === undefined) return FLAGS_BYTES + own + writtenBytes(column.type, valueBytes(column));
  const { of, elements, keyBytes = LIST_KEY_BYTES, valueBytes: mean = 0 } = column.collection;
  const key = of === 'list' ? LIST_KEY_BYTES : keyBytes;
  // The value is written by the collection's type, which says no length, whatever the element's type.
  const value = of === 'set' ? 0 : writtenBytes('blob', mean);
  const overwritten = stamps.timestamp + stamps.deletionTime;
  return overwritten + vintBytes(elements) + elements * (FLAGS_BYTES + own + vintBytes(key) + key + value);
}

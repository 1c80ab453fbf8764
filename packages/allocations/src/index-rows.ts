import { type BoundStatement, loggedBatch, type RecipeRow } from '@ringside/client-recipes';
import { bucketOf } from './buckets.ts';
import { dayOf } from './days.ts';
import type { AllocationTables } from './schema.ts';
import { send, type Store } from './store.ts';
import type { StoredAllocation } from './truth.ts';

/** The tables of the index. */
export const INDEX_TABLES = ['byCell', 'byDay'] as const;
/** One of them. */
export type IndexTable = (typeof INDEX_TABLES)[number];

/** A row of one of them, in some version of the index of some test. */
export interface IndexRow {
  readonly customerId: string;
  readonly bucket: number;
  /** Undefined where a damaged row has none. */
  readonly cell: string | undefined;
  /** Undefined where a damaged row has none. */
  readonly allocatedAt: Date | undefined;
  /** As it is stored in the table by day; in the one by cell, the day of `allocatedAt`. */
  readonly day: string | undefined;
}

/** Where rows are: the test, and the version of its index. */
export interface IndexPlace {
  readonly testId: string;
  readonly version: number;
}

/** A row, and the write timestamp of its value, in milliseconds since 1970, rounded up; undefined where it has no value. */
export interface FoundRow {
  readonly row: IndexRow;
  readonly writtenMs: number | undefined;
}

type Column = 'test_id' | 'version' | 'cell' | 'bucket' | 'day' | 'customer_id' | 'allocated_at';

/** Each table has the columns of its primary key, and one value. */
const COLUMNS: Readonly<Record<IndexTable, { readonly key: readonly Column[]; readonly value: Column }>> = {
  byCell: { key: ['test_id', 'version', 'cell', 'bucket', 'customer_id'], value: 'allocated_at' },
  byDay: { key: ['test_id', 'version', 'day', 'bucket', 'allocated_at', 'customer_id'], value: 'cell' },
};

/** The columns of a table of the index. */
export function indexColumns(table: IndexTable): readonly string[] {
  const { key, value } = COLUMNS[table];
  return [...key, value];
}

/** The row that an allocation has in both tables of the index. */
export function indexRowOf({ customerId, cell, allocatedAt }: StoredAllocation, buckets: number): IndexRow {
  return { customerId, cell, allocatedAt, bucket: bucketOf(customerId, buckets), day: dayOf(allocatedAt) };
}

/** A row as it was read, with the columns of {@link indexColumns}. */
export function readIndexRow(table: IndexTable, row: RecipeRow): IndexRow {
  const allocatedAt = (row.get('allocated_at') as Date | null) ?? undefined;
  const day = table === 'byDay' ? String(row.get('day')) : allocatedAt && dayOf(allocatedAt);
  const cell = (row.get('cell') as string | null) ?? undefined;
  return { customerId: String(row.get('customer_id')), bucket: Number(row.get('bucket')), cell, allocatedAt, day };
}

/** Whether two rows stand at the same place of a table: there can be only one of them. */
export function isSameKey(table: IndexTable, a: IndexRow, b: IndexRow): boolean {
  const keyOf = (row: IndexRow): string => JSON.stringify(valuesOf(COLUMNS[table].key, { testId: '', version: 0 }, row));
  return keyOf(a) === keyOf(b);
}

/** Whether two rows are the same. */
export function isSameRow(a: IndexRow, b: IndexRow): boolean {
  return textOf(a) === textOf(b) && a.bucket === b.bucket;
}

/** All of a row but for its bucket, as a text that no other row has. */
export function textOf({ customerId, cell, allocatedAt, day }: IndexRow): string {
  return JSON.stringify([customerId, cell ?? null, allocatedAt?.getTime() ?? null, day ?? null]);
}

/** The statement that writes a row. */
export function insertRow(tables: AllocationTables, table: IndexTable, place: IndexPlace, row: IndexRow): BoundStatement {
  const columns = [...COLUMNS[table].key, COLUMNS[table].value];
  const statement = `INSERT INTO ${tables[table]} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  return { statement, values: valuesOf(columns, place, row) };
}

/** Writes a row of one table. A batch of one partition costs no more than its write. */
export async function writeRow(
  store: Store,
  table: IndexTable,
  place: IndexPlace,
  { row, timestampMs }: { readonly row: IndexRow; readonly timestampMs: number },
  signal: AbortSignal,
): Promise<void> {
  const write = loggedBatch([insertRow(store.tables, table, place, row)], timestampMs);
  await send(store, { what: `Writing the index of ${row.customerId} in ${place.testId}`, ...write }, signal);
}

/** Reads what stands at the place of a row. */
export async function findRow(
  store: Store,
  table: IndexTable,
  place: IndexPlace,
  row: IndexRow,
  signal: AbortSignal,
): Promise<FoundRow | undefined> {
  const { rest, values } = atPlace(store.tables, table, place, row);
  const statement = `SELECT ${indexColumns(table).join(', ')}, WRITETIME(${COLUMNS[table].value}) AS written ${rest}`;
  const asked = { what: `Reading the index of ${row.customerId} in ${place.testId}`, statement, values };
  const [found] = (await send(store, asked, signal)).rows;
  if (found === undefined) return undefined;
  const written = found.get('written') as { toString(): string } | null;
  return { row: readIndexRow(table, found), writtenMs: written === null ? undefined : Math.ceil(Number(written.toString()) / 1_000) };
}

/** Removes a row, unless it was written after a time. */
export async function removeRow(
  store: Store,
  table: IndexTable,
  place: IndexPlace,
  { row, timestampMs }: { readonly row: IndexRow; readonly timestampMs: number },
  signal: AbortSignal,
): Promise<void> {
  const { rest, values } = atPlace(store.tables, table, place, row);
  const removal = loggedBatch([{ statement: `DELETE ${rest}`, values }], timestampMs);
  await send(store, { what: `Removing a row of ${row.customerId} from the index of ${place.testId}`, ...removal }, signal);
}

/** The end of a statement about the place of a row, from `FROM` on, and its values. */
function atPlace(
  tables: AllocationTables,
  table: IndexTable,
  place: IndexPlace,
  row: IndexRow,
): { readonly rest: string; readonly values: readonly unknown[] } {
  const { key } = COLUMNS[table];
  const rest = `FROM ${tables[table]} WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`;
  return { rest, values: valuesOf(key, place, row) };
}

function valuesOf(columns: readonly Column[], { testId, version }: IndexPlace, row: IndexRow): readonly unknown[] {
  const { customerId: customer_id, allocatedAt: allocated_at, bucket, cell, day } = row;
  const values: Readonly<Record<Column, unknown>> = { test_id: testId, version, cell, bucket, day, customer_id, allocated_at };
  return columns.map((column) => values[column]);
}

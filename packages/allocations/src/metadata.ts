import type { RecipeRow } from '@ringside/client-recipes';
import { errors } from '@ringside/core';
import { checkIds } from './names.ts';
import { partitionPages } from './partition-pages.ts';
import { send, type Store } from './store.ts';

/** Where a piece of metadata of a test stands: one row for each test, with columns named `type:id:field`. */
export interface MetadataKey {
  /** The test. It need not exist yet. */
  readonly testId: string;
  /** What it is about, such as `cell`. */
  readonly type: string;
  /** Which one of this type, such as `A`. */
  readonly id: string;
  /** Which of its fields, such as `title`. */
  readonly field: string;
}

/** A piece of metadata. */
export interface Metadata extends MetadataKey {
  /** Any text. */
  readonly value: string;
}

/** What the keys of a list begin with. */
export interface MetadataPrefix {
  /** Only of this type. Default: all. */
  readonly type?: string | undefined;
  /** Only with this id; it takes a type. Default: all. */
  readonly id?: string | undefined;
}

const PAGE_SIZE = 1_000;

/** Sets a value; see `Allocations.setMetadata()`. */
export async function setMetadata(
  store: Store,
  { testId, type, id, field, value }: Metadata,
  signal: AbortSignal | undefined,
): Promise<void> {
  checkIds({ testId, type, id, field });
  const statement = `INSERT INTO ${store.tables.metadata} (test_id, type, id, field, value) VALUES (?, ?, ?, ?, ?)`;
  await send(store, { what: `Writing metadata of ${testId}`, statement, values: [testId, type, id, field, value] }, signal);
}

/** Reads a value; see `Allocations.metadata()`. */
export async function readMetadata(
  store: Store,
  { testId, type, id, field }: MetadataKey,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  checkIds({ testId, type, id, field });
  const statement = `SELECT value FROM ${store.tables.metadata} WHERE test_id = ? AND type = ? AND id = ? AND field = ?`;
  const { rows } = await send(store, { what: `Reading metadata of ${testId}`, statement, values: [testId, type, id, field] }, signal);
  return (rows[0]?.get('value') as string | null | undefined) ?? undefined;
}

/** Lists values by a prefix of their keys; see `Allocations.listMetadata()`. */
export async function* listMetadata(
  store: Store,
  testId: string,
  { type, id }: MetadataPrefix,
  signal: AbortSignal | undefined,
): AsyncGenerator<Metadata, void, undefined> {
  if (id !== undefined && type === undefined) throw errors.INVALID_ARGUMENT({ message: `An id takes a type: only id ${id} was given` });
  const named = { testId, ...(type !== undefined && { type }), ...(id !== undefined && { id }) };
  checkIds(named);
  const where = ['test_id', 'type', 'id'].slice(0, Object.keys(named).length).map((column) => `${column} = ?`);
  const statement = `SELECT type, id, field, value FROM ${store.tables.metadata} WHERE ${where.join(' AND ')}`;
  const asked = { what: `Reading metadata of ${testId}`, statement, values: Object.values(named), fetchSize: PAGE_SIZE };
  for await (const rows of partitionPages(store, asked, signal)) for (const row of rows) yield metadataOf(testId, row);
}

function metadataOf(testId: string, row: RecipeRow): Metadata {
  const text = (column: string): string => String(row.get(column));
  return { testId, type: text('type'), id: text('id'), field: text('field'), value: text('value') };
}

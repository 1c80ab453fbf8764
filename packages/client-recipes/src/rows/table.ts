import { errors, nearest } from '@ringside/core';
import { cqlIdentifier, keyspaceName, tableName } from '@ringside/model';
import type { RecipeClient, RecipeRow } from '../client.ts';
import { clientRecipesErrors } from '../errors.ts';
import { sendIdempotent, type Waiting } from '../send-idempotent.ts';

const SELECT_TABLE = 'SELECT id FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?';
const SELECT_COLUMNS = 'SELECT column_name, kind, position FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?';
const SELECT_PARTITIONER = 'SELECT partitioner FROM system.local';

/** The order in which `SELECT *` has the kinds of columns. */
const KINDS = ['partition_key', 'clustering', 'static', 'regular'];

/** A table as the schema has it. */
export interface ScannedTable {
  /** The exact name of its keyspace. */
  readonly keyspace: string;
  /** Its exact name. */
  readonly table: string;
  /** Its id, a UUID: a table that was dropped and created again has another one. */
  readonly id: string;
  /** The names of the partition key's columns, in their order. */
  readonly partitionKey: readonly string[];
  /** The names of all columns, in the order of `SELECT *`. */
  readonly columns: readonly string[];
}

/**
 * Reads what the schema says of a table.
 *
 * @throws OpsError INVALID_ARGUMENT for what is not a name; NOT_FOUND; PARTITIONER_UNSUPPORTED; what the driver throws
 */
export async function describeTable(client: RecipeClient, keyspace: string, table: string, waiting: Waiting): Promise<ScannedTable> {
  const names = { keyspace: keyspaceName(keyspace), table: tableName(table) };
  const what = `Reading the schema of ${names.keyspace}.${names.table}`;
  const ask = async (statement: string, values: readonly unknown[]): Promise<readonly RecipeRow[]> =>
    (await sendIdempotent(client, { what, statement, values, consistency: 'LOCAL_ONE' }, waiting)).rows;
  checkPartitioner((await ask(SELECT_PARTITIONER, []))[0]);
  const [found] = await ask(SELECT_TABLE, [names.keyspace, names.table]);
  if (found === undefined) throw errors.NOT_FOUND({ message: `Table ${names.keyspace}.${names.table} does not exist` });
  const columns = inOrder(await ask(SELECT_COLUMNS, [names.keyspace, names.table]));
  const partitionKey = columns.filter(({ kind }) => kind === KINDS[0]).map(({ name }) => name);
  return { ...names, id: String(found.get('id')), partitionKey, columns: columns.map(({ name }) => name) };
}

/**
 * The statement that reads the rows of a token range; its first column is the token.
 *
 * @param columns those of the table that are read. Default: all
 * @throws OpsError INVALID_ARGUMENT for a column that the table does not have
 */
export function selectRange(table: ScannedTable, columns: readonly string[] = table.columns): string {
  const unknown = columns.find((name) => !table.columns.includes(name));
  if (unknown !== undefined) throw noSuchColumn(table, unknown);
  const token = `token(${table.partitionKey.map(cqlIdentifier).join(', ')})`;
  const from = `${cqlIdentifier(table.keyspace)}.${cqlIdentifier(table.table)}`;
  return `SELECT ${[token, ...columns.map(cqlIdentifier)].join(', ')} FROM ${from} WHERE ${token} > ? AND ${token} <= ?`;
}

function inOrder(rows: readonly RecipeRow[]): readonly { readonly name: string; readonly kind: string }[] {
  return rows
    .map((row) => ({ name: String(row.get('column_name')), kind: String(row.get('kind')), position: Number(row.get('position')) }))
    .toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.position - b.position || (a.name < b.name ? -1 : 1));
}

function checkPartitioner(local: RecipeRow | undefined): void {
  const partitioner = String(local?.get('partitioner'));
  if (partitioner.endsWith('Murmur3Partitioner')) return;
  throw clientRecipesErrors.PARTITIONER_UNSUPPORTED({ message: `The cluster uses ${partitioner}, not Murmur3Partitioner` });
}

function noSuchColumn({ keyspace, table, columns }: ScannedTable, name: string): Error {
  const near = nearest(name, columns);
  return errors.INVALID_ARGUMENT({
    message: `Table ${keyspace}.${table} has no column ${JSON.stringify(name)}`,
    remedy: `${near === undefined ? '' : `Did you mean ${near}? `}Columns: ${columns.join(', ')}. Names are exact, without quotes.`,
  });
}

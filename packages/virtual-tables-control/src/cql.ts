import type { OpsError } from '@ringside/core';
import { type CallOptions, nodeControlErrors } from '@ringside/node-control';

/** A row by the names of its columns. */
export type CqlRow = Readonly<Record<string, unknown>>;

/**
 * Asks one node by CQL. A session of `@ringside/client` is one. It must always ask the same node: a virtual table tells of the coordinator
 * alone.
 */
export interface CqlReader {
  /**
   * All rows of an answer, page by page. Rejects with an `OpsError`.
   *
   * @param statement CQL, with a `?` for each value
   * @param values in the order of the `?`
   */
  rows(statement: string, values?: readonly unknown[], options?: CallOptions): AsyncIterable<CqlRow>;
}

/** Reads a whole answer. */
export async function readAll<T>(
  reader: CqlReader,
  statement: string,
  bounds: CallOptions | undefined,
  map: (row: CqlRow) => T,
): Promise<T[]> {
  const read: T[] = [];
  for await (const row of reader.rows(statement, [], bounds)) read.push(map(row));
  return read;
}

/** A column that is a text. @throws OpsError `NODE_CONTROL_MALFORMED` */
export function textOf(row: CqlRow, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw malformed(column, value);
}

/** A column that is true or false. @throws OpsError `NODE_CONTROL_MALFORMED` */
export function flagOf(row: CqlRow, column: string): boolean {
  const value = row[column];
  if (typeof value === 'boolean') return value;
  throw malformed(column, value);
}

/** A column that counts something, of any of CQL's numbers. @throws OpsError `NODE_CONTROL_MALFORMED` */
export function countOf(row: CqlRow, column: string): number {
  const value = row[column];
  const number = typeof value === 'bigint' || typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw malformed(column, value);
}

/** A column that is a moment or null, as ISO 8601. @throws OpsError `NODE_CONTROL_MALFORMED` */
export function optionalMomentOf(row: CqlRow, column: string): string | null {
  const value = row[column];
  if (value === null || value === undefined) return null;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  throw malformed(column, value);
}

function malformed(column: string, value: unknown): OpsError {
  const shown = typeof value === 'string' ? `"${value}"` : Object.prototype.toString.call(value);
  return nodeControlErrors.NODE_CONTROL_MALFORMED({ message: `Column ${column} of a virtual table is not what it should be: ${shown}` });
}

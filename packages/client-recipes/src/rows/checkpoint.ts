import { isOpsError } from '@ringside/core';
import { MIN_TOKEN, token, type TokenRange } from '@ringside/ring';
import { clientRecipesErrors } from '../errors.ts';
import { addRange } from './ranges.ts';
import type { ScannedTable } from './table.ts';

/** How much of a table has been processed: a JSON value. */
export interface RowsCheckpoint {
  /** Of this format. */
  readonly version: 1;
  /** The exact name of the keyspace. */
  readonly keyspace: string;
  /** The exact name of the table. */
  readonly table: string;
  /** The table's id, a UUID. */
  readonly tableId: string;
  /**
   * The token ranges of which every row has been processed, in ring order, each as the token before it and its last token, in decimal. They depend neither on
   * how the ring was split nor on which nodes it had.
   */
  readonly done: readonly (readonly [start: string, end: string])[];
  /** How many rows have been processed, those included that were processed twice. */
  readonly rows: number;
}

/** What a checkpoint says. */
export interface Processed {
  /** Ranges in ring order that do not touch each other. */
  readonly done: readonly TokenRange[];
  /** How many rows. */
  readonly rows: number;
}

/** What is processed before anything has been. */
export const NOTHING: Processed = { done: [], rows: 0 };

/** Writes a checkpoint. */
export function toCheckpoint({ keyspace, table, id }: ScannedTable, { done, rows }: Processed): RowsCheckpoint {
  const ranges = done.map(({ start, end }) => [String(start), String(end)] as const);
  return { version: 1, keyspace, table, tableId: id, done: ranges, rows };
}

/**
 * Reads a checkpoint.
 *
 * @param value what `onCheckpoint` was given, perhaps by way of a file
 * @throws OpsError CHECKPOINT_UNUSABLE, CHECKPOINT_OF_ANOTHER_TABLE
 */
export function readCheckpoint(value: unknown, table: ScannedTable): Processed {
  if (typeof value !== 'object' || value === null) throw unusable('it is not an object');
  const { version, keyspace, table: name, tableId, done, rows } = value as Partial<Record<keyof RowsCheckpoint, unknown>>;
  if (version !== 1) throw unusable(`its version is ${JSON.stringify(version)}, and only 1 is known`);
  if (keyspace !== table.keyspace || name !== table.table || tableId !== table.id) {
    const [theirs, ours] = [`${String(keyspace)}.${String(name)}`, `${table.keyspace}.${table.table}`];
    const message = `The checkpoint is of ${theirs} with the id ${String(tableId)}, not of ${ours} with the id ${table.id}`;
    throw clientRecipesErrors.CHECKPOINT_OF_ANOTHER_TABLE({ message });
  }
  if (!Number.isSafeInteger(rows) || (rows as number) < 0) throw unusable('its rows are not a count');
  if (!Array.isArray(done)) throw unusable('its done is not a list');
  return { done: done.map(rangeOf).reduce(addRange, [] as readonly TokenRange[]), rows: rows as number };
}

function rangeOf(pair: unknown): TokenRange {
  const [start, end] = Array.isArray(pair) ? (pair as readonly unknown[]).map(tokenOf) : [];
  if (start === undefined || end === undefined || start >= end || start < MIN_TOKEN)
    throw unusable(`${JSON.stringify(pair)} is not a token range`);
  return { start, end };
}

function tokenOf(text: unknown): TokenRange['start'] | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return token(text);
  } catch (error) {
    if (isOpsError(error)) return undefined;
    throw error;
  }
}

function unusable(reason: string): Error {
  return clientRecipesErrors.CHECKPOINT_UNUSABLE({ message: `The checkpoint cannot be read: ${reason}` });
}

import { type OpsError, toOpsError } from '@ringside/core';
import { encodeRoutingKey, murmur3Token, rangeContains, serializeKey, token, type UserType } from '@ringside/ring';
import type { Range } from '../live/observation.ts';

/** Columns of a partition key, with what their types may name. */
export interface KeyColumns {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly userTypes: readonly UserType[];
}

/** A key of one text column: what is asked for where no table is chosen. */
export const TEXT_KEY: KeyColumns = { columns: [{ name: 'key', type: 'text' }], userTypes: [] };

/** While those of a table are not known. */
export const NO_COLUMNS: KeyColumns = { columns: [], userTypes: [] };

/** A partition key as Cassandra has it. */
export interface PartitionKey {
  readonly bytes: Uint8Array;
  readonly token: bigint;
}

/**
 * Reads a key as it was typed.
 *
 * @param values one for each column, as for `ringside token`
 * @returns undefined while a value is missing, the error where one is none of its column's type
 */
export function readKey({ columns, userTypes }: KeyColumns, values: readonly string[]): PartitionKey | OpsError | undefined {
  if (columns.length === 0 || columns.some((_, index) => (values[index] ?? '') === '')) return undefined;
  try {
    const bytes = encodeRoutingKey(columns.map(({ type }, index) => serializeKey(type, values[index] ?? '', userTypes)));
    return { bytes, token: murmur3Token(bytes) };
  } catch (thrown) {
    return toOpsError(thrown);
  }
}

/** The range that holds a token, one that wraps too. */
export function rangeAt(ranges: readonly Range[], at: bigint): Range | undefined {
  return ranges.find(({ start, end }) => rangeContains({ start: token(start), end: token(end) }, token(at)));
}

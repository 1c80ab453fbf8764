import { errors, nearest } from '@ringside/core';
import { vintBytes } from './vint.ts';

/** A CQL type whose values are one cell each. A frozen collection, tuple or user type is stored like a `blob` of its serialized length. */
export type ScalarType =
  | 'ascii'
  | 'bigint'
  | 'blob'
  | 'boolean'
  | 'counter'
  | 'date'
  | 'decimal'
  | 'double'
  | 'duration'
  | 'float'
  | 'inet'
  | 'int'
  | 'smallint'
  | 'text'
  | 'time'
  | 'timestamp'
  | 'timeuuid'
  | 'tinyint'
  | 'uuid'
  | 'varint';

/** How a type's values are stored: with their length before them, or without because every value has the same length. */
interface TypeLayout {
  /** The length of each value, where the type has one. */
  readonly bytes?: number;
  /** True when the length is not written, because the type says it (`AbstractType.valueLengthIfFixed`). */
  readonly fixed: boolean;
}

const LAYOUTS: Readonly<Record<ScalarType, TypeLayout>> = {
  ascii: { fixed: false },
  bigint: { bytes: 8, fixed: true },
  blob: { fixed: false },
  boolean: { bytes: 1, fixed: true },
  counter: { bytes: 36, fixed: false },
  date: { bytes: 4, fixed: false },
  decimal: { fixed: false },
  double: { bytes: 8, fixed: true },
  duration: { fixed: false },
  float: { bytes: 4, fixed: true },
  inet: { bytes: 4, fixed: false },
  int: { bytes: 4, fixed: true },
  smallint: { bytes: 2, fixed: false },
  text: { fixed: false },
  time: { bytes: 8, fixed: false },
  timestamp: { bytes: 8, fixed: true },
  timeuuid: { bytes: 16, fixed: true },
  tinyint: { bytes: 1, fixed: false },
  uuid: { bytes: 16, fixed: true },
  varint: { fixed: false },
};

/** Every {@link ScalarType}, in alphabetical order. */
export const SCALAR_TYPES: readonly ScalarType[] = Object.keys(LAYOUTS) as ScalarType[];

/** Where a column stands in the table. */
export type ColumnKind = 'partition-key' | 'clustering' | 'static' | 'regular';

/** A collection that is not frozen: every element is a cell of its own. */
export interface CollectionShape {
  /** Decides what a cell's path is: a map's key, a set's element, or the time uuid that Cassandra gives each place of a list. */
  readonly of: 'list' | 'map' | 'set';
  /** How many elements a value has on average. */
  readonly elements: number;
  /** The mean length of a map's keys or a set's elements; a list's keys are time uuids of 16 bytes. */
  readonly keyBytes?: number;
  /** The mean length of a map's or a list's values; 0 for a set. */
  readonly valueBytes?: number;
}

/** One column of a table design. */
export interface Column {
  /** Tells the columns of a design apart, as in error messages. Its length does not count: a row has no names in it. */
  readonly name: string;
  /** A key part is stored with the partition or the row, a static value once a partition, a regular one with each row. */
  readonly kind: ColumnKind;
  /** Of its values, or of a collection's elements. A frozen collection, tuple or user type counts as a `blob` of its serialized length. */
  readonly type: ScalarType;
  /** The mean length of a value; needed for the types whose values vary (`text`, `ascii`, `blob`, `varint`, `decimal`, `duration`). */
  readonly meanBytes?: number;
  /** Makes the column a collection, of values of `type`. Only for static and regular columns. */
  readonly collection?: CollectionShape;
  /** The share of rows (or partitions, for a static column) that have a value, 0 … 1; 1 by default. */
  readonly filled?: number;
}

/**
 * The mean length of a column's values, without what says that length.
 *
 * @throws {OpsError} INVALID_ARGUMENT for an unknown type, or when the type has no length of its own and the column says none
 */
export function valueBytes({ name, type, meanBytes }: Pick<Column, 'name' | 'type' | 'meanBytes'>): number {
  const layout = layoutOf(type);
  const bytes = meanBytes !== undefined && !layout.fixed ? meanBytes : layout.bytes;
  if (bytes !== undefined && bytes >= 0 && Number.isFinite(bytes)) return bytes;
  throw errors.INVALID_ARGUMENT({
    message: `Column "${name}" of type ${type} has no mean length`,
    remedy: `Say how many bytes a value of "${name}" has on average, 0 or more.`,
  });
}

/** The bytes that a value of this length takes where it is written: itself, and its length where the type does not say it. */
export function writtenBytes(type: ScalarType, bytes: number): number {
  if (layoutOf(type).fixed) return bytes;
  return bytes === 0 ? 0 : vintBytes(bytes) + bytes;
}

function layoutOf(type: ScalarType): TypeLayout {
  if (Object.hasOwn(LAYOUTS, type)) return LAYOUTS[type];
  const guess = nearest(type, SCALAR_TYPES);
  throw errors.INVALID_ARGUMENT({
    message: `"${type as string}" is not a type that this model knows`,
    remedy: guess === undefined ? `Choose one of ${SCALAR_TYPES.join(', ')}.` : `Did you mean ${guess}?`,
  });
}

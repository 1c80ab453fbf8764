import { errors } from '@ringside/core';
import type { Column, ColumnKind } from './column.ts';

/**
 * The format of SSTables. 5.0 writes `nb` under `storage_compatibility_mode: CASSANDRA_4` (its default), and `oa` or `da` under
 * `NONE`; they differ in the partition's own deletion time, 12 bytes against 1 where there is none (`DeletionTime.Serializer`,
 * `LegacySerializer`).
 */
export type SSTableFormat = 'nb' | 'oa' | 'da';

/** A table, and how it is written, as far as the size of its partitions depends on them. */
export interface TableDesign {
  /** In any order between kinds; within the key, in the order of the primary key. */
  readonly columns: readonly Column[];
  /** `nb` by default, as Cassandra 5.0 writes by default. */
  readonly format?: SSTableFormat;
  /** True when rows are written by `INSERT` (the default): each then has a row marker with a time stamp, which its cells share. */
  readonly inserted?: boolean;
  /** True when rows are written with a time to live. */
  readonly expires?: boolean;
  /**
   * How far apart the writes of one SSTable lie: time stamps are stored as their distance from its earliest one. A day by default.
   */
  readonly writeSpanMs?: number;
}

/** The columns of a kind, in the design's order. */
export function columnsOf({ columns }: TableDesign, kind: ColumnKind): readonly Column[] {
  return columns.filter((column) => column.kind === kind);
}

/**
 * Checks a design: at least one partition key column, no name twice, shares from 0 to 1, collections only where CQL has them.
 *
 * @throws {OpsError} INVALID_ARGUMENT naming the first thing that is wrong
 */
export function checkDesign(design: TableDesign): void {
  const fail = (message: string, remedy: string): never => {
    throw errors.INVALID_ARGUMENT({ message, remedy });
  };
  const names = new Set<string>();
  for (const { name, kind, filled = 1, collection } of design.columns) {
    if (names.has(name)) fail(`The table has two columns "${name}"`, 'Give every column a name of its own.');
    names.add(name);
    if (!(filled >= 0 && filled <= 1)) fail(`${filled} is not a share of rows`, `Say 0 … 1 for "${name}".`);
    const isKey = kind === 'partition-key' || kind === 'clustering';
    if (isKey && collection !== undefined) fail(`"${name}" is a collection in the key`, 'Freeze it: type blob with its mean length.');
    if (isKey && filled !== 1) fail(`"${name}" is part of the key and cannot be empty`, 'Leave out its share of rows.');
  }
  if (columnsOf(design, 'partition-key').length === 0) fail('The table has no partition key', 'Make at least one column partition-key.');
}

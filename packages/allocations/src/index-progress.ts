import { readAllRows, type RecipeRow, type RowsCheckpoint, type RowsProgress } from '@ringside/client-recipes';
import { TABLE_NAMES } from './schema.ts';
import type { Store } from './store.ts';

/** How far a rebuild, or a verification, has got. */
export interface IndexProgress {
  /**
   * What it does: `filling` the new version, `verifying` counts and hashes, `comparing` row by row the buckets that differ, or `removing` the old version. Stages follow
   * each other in this order; a rebuild that resumes may begin with a later one.
   */
  readonly stage: 'filling' | 'verifying' | 'comparing' | 'removing';
  /** How many rows were read in this stage, those of other tests in the same tables included; when removing, how many partitions were removed. */
  readonly rows: number;
  /** The share of this stage that is done, 0 to 1. It grows about evenly with time, so it tells when the stage ends. */
  readonly share: number;
}

/** How tables are read. */
export interface Scanning {
  /** Into about how many token ranges each table is split. */
  readonly pieces: number;
  readonly onProgress: ((progress: IndexProgress) => void | Promise<void>) | undefined;
  readonly signal: AbortSignal;
}

/** The reading of all rows of one table. */
export interface TableScan {
  readonly table: 'allocations' | 'byCell' | 'byDay';
  readonly columns: readonly string[];
  /** Gets a page, and is awaited. */
  readonly work: (rows: readonly RecipeRow[]) => void | Promise<void>;
  /** Where an earlier run had got to. */
  readonly checkpoint?: unknown;
  /** Is awaited after each page that was processed. */
  readonly onCheckpoint?: (checkpoint: RowsCheckpoint, progress: RowsProgress) => Promise<void>;
}

/** Reads tables one after the other, as one stage. */
export async function scanTables(
  store: Store,
  stage: IndexProgress['stage'],
  scans: readonly TableScan[],
  { pieces, onProgress, signal }: Scanning,
): Promise<void> {
  const { client, keyspace, consistency, clock } = store;
  let before = 0;
  for (const [at, { table, columns, work, checkpoint, onCheckpoint }] of scans.entries()) {
    let read = 0;
    const processed = async (reached: RowsCheckpoint, progress: RowsProgress): Promise<void> => {
      await onCheckpoint?.(reached, progress);
      read = progress.rows;
      await onProgress?.({ stage, rows: before + read, share: (at + progress.donePieces / progress.pieces) / scans.length });
    };
    const options = { keyspace, table: TABLE_NAMES[table], columns, pieces, consistency, clock, signal };
    for await (const { rows } of readAllRows(client, { ...options, checkpoint, onCheckpoint: processed })) await work(rows);
    before += read;
  }
}

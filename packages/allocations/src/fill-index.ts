import { clientRecipesErrors, type RecipeRow } from '@ringside/client-recipes';
import { mapSome } from '@ringside/core';
import type { AbTest } from './ab-tests.ts';
import { type Scanning, scanTables } from './index-progress.ts';
import { INDEX_TABLES, indexRowOf, writeRow } from './index-rows.ts';
import { send, type Store } from './store.ts';
import { readStored, STORED_COLUMNS } from './truth.ts';

/**
 * Reads all allocations of a test, and writes their index rows in one version, as everybody else does. After each token range it stores how far it has got, so that
 * any program can go on from there. Two at a time do no harm: each stores only what it has done itself, or found done.
 */
export async function fillIndex(
  store: Store,
  test: AbTest,
  version: number,
  scanning: Scanning & { readonly parallel: number },
): Promise<void> {
  const saved = await readCheckpoint(store, test.testId, version, scanning.signal);
  try {
    await fillFrom(store, test, version, saved, scanning);
  } catch (error) {
    // The table of the allocations was created again, from a backup.
    if (saved === undefined || !clientRecipesErrors.CHECKPOINT_OF_ANOTHER_TABLE.is(error)) throw error;
    await fillFrom(store, test, version, undefined, scanning);
  }
}

async function fillFrom(
  store: Store,
  { testId, buckets }: AbTest,
  version: number,
  checkpoint: unknown,
  scanning: Scanning & { readonly parallel: number },
): Promise<void> {
  const { parallel, signal } = scanning;
  const place = { testId, version };
  const write = async (row: RecipeRow): Promise<void> => {
    const stored = readStored(row);
    const written = { row: indexRowOf(stored, buckets), timestampMs: stored.allocatedAt.getTime() };
    for (const table of INDEX_TABLES) await writeRow(store, table, place, written, signal);
  };
  let savedPieces = -1;
  const scan = {
    table: 'allocations',
    columns: STORED_COLUMNS,
    checkpoint,
    work: async (rows: readonly RecipeRow[]): Promise<void> => {
      const ofTest = rows.filter((row) => row.get('test_id') === testId);
      await mapSome(ofTest, parallel, write);
    },
    onCheckpoint: async (reached: unknown, { donePieces }: { readonly donePieces: number }): Promise<void> => {
      if (donePieces <= savedPieces) return;
      await saveCheckpoint(store, place, reached, signal);
      savedPieces = donePieces;
    },
  } as const;
  await scanTables(store, 'filling', [scan], scanning);
}

/** One row for each test, which the next rebuild overwrites: nothing to clean up. */
async function saveCheckpoint(
  store: Store,
  { testId, version }: { readonly testId: string; readonly version: number },
  checkpoint: unknown,
  signal: AbortSignal,
): Promise<void> {
  const statement = `INSERT INTO ${store.tables.rebuilds} (test_id, version, checkpoint) VALUES (?, ?, ?)`;
  const values = [testId, version, JSON.stringify(checkpoint)];
  await send(store, { what: `Saving how far the index of ${testId} is rebuilt`, statement, values }, signal);
}

async function readCheckpoint(store: Store, testId: string, version: number, signal: AbortSignal): Promise<unknown> {
  const statement = `SELECT version, checkpoint FROM ${store.tables.rebuilds} WHERE test_id = ?`;
  const asked = { what: `Reading how far the index of ${testId} is rebuilt`, statement, values: [testId] };
  const [row] = (await send(store, asked, signal)).rows;
  return row?.get('version') === version ? JSON.parse(String(row.get('checkpoint'))) : undefined;
}

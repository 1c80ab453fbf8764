import type { RecipeRow } from '@ringside/client-recipes';
import { mapSome } from '@ringside/core';
import { type AbTest, indexReplaced, needTest } from './ab-tests.ts';
import { BucketSums } from './bucket-sums.ts';
import { Comparison, type IndexDifference } from './comparison.ts';
import { type IndexProgress, type Scanning, scanTables, type TableScan } from './index-progress.ts';
import { INDEX_TABLES, indexColumns, type IndexRow, indexRowOf, type IndexTable, readIndexRow } from './index-rows.ts';
import { checkWhole } from './names.ts';
import type { Store } from './store.ts';
import { readStored, STORED_COLUMNS } from './truth.ts';

/** Which index is verified, and how. */
export interface VerifyRequest {
  /** The test. */
  readonly testId: string;
  /** Whether to write what is missing or wrong, and to remove what is extra. Default: false. */
  readonly mend?: boolean | undefined;
  /**
   * Only allocations older than this, in milliseconds: more than an allocation takes, and clocks differ. Younger ones are left to the next run. Default: five minutes.
   */
  readonly olderThanMs?: number | undefined;
  /** Into about how many token ranges each table is split. Default: 1,024. */
  readonly pieces?: number | undefined;
  /** Called after each page, and awaited. */
  readonly onProgress?: ((progress: IndexProgress) => void | Promise<void>) | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** What a verification found. Each row counts: a customer that is in neither table of the index is missing twice. */
export interface IndexReport {
  /** The version of the index. */
  readonly version: number;
  /** How many allocations it was compared with. */
  readonly allocations: number;
  /** How many rows it lacked. */
  readonly missing: number;
  /** How many rows had another value than the allocation. */
  readonly wrong: number;
  /** How many rows no allocation calls for. */
  readonly extra: number;
  /** How many of these were not mended: all of them, unless `mend` was set. */
  readonly unmended: number;
  /** The first 20. */
  readonly samples: readonly IndexDifference[];
}

/** How one version is verified. */
export interface VersionVerification extends Scanning {
  readonly mend: boolean;
  /** Only what was allocated before, in milliseconds since 1970. */
  readonly cutoffMs: number;
}

const OLDER_THAN_MS = 5 * 60_000;
const LONGEST_MS = 30 * 86_400_000;
const MOST_PIECES = 65_536;
/** Into how many token ranges a table is split, unless a request says otherwise. */
export const PIECES = 1_024;
/** How many rows are compared at a time. */
const PARALLEL = 16;

/** Verifies the version that is read; see `Allocations.verify()`. */
export async function verify(store: Store, request: VerifyRequest, signal: AbortSignal): Promise<IndexReport> {
  const { testId, mend = false, olderThanMs = OLDER_THAN_MS, pieces = PIECES, onProgress } = request;
  checkWhole('olderThanMs', olderThanMs, 0, LONGEST_MS);
  checkPieces(pieces);
  const test = await needTest(store, testId, signal);
  const cutoffMs = store.clock.nowMs() - olderThanMs;
  return verifyVersion(store, test, test.indexVersion, { mend, cutoffMs, pieces, onProgress, signal });
}

/** @throws OpsError INVALID_ARGUMENT */
export function checkPieces(pieces: number): void {
  checkWhole('pieces', pieces, 1, MOST_PIECES);
}

/**
 * Verifies a version of the index: a count and a hash of each bucket, by the allocations and by both tables of the index. Only buckets that differ are compared row by
 * row. What it keeps in memory are these sums, and a few pages.
 *
 * @throws OpsError INDEX_REPLACED if another version has taken its place: it may be removed soon, and must not be mended any more
 */
export async function verifyVersion(store: Store, test: AbTest, version: number, options: VersionVerification): Promise<IndexReport> {
  const { testId } = test;
  const checkCurrent = async (): Promise<void> => {
    const { indexVersion, buildingVersion } = await needTest(store, testId, options.signal);
    if (indexVersion !== version && buildingVersion !== version) throw indexReplaced(testId, version);
  };
  const { allocations, byCell, byDay } = await sumBuckets(store, test, version, options);
  await checkCurrent();
  const differing = new Set([...allocations.differingFrom(byCell), ...allocations.differingFrom(byDay)]);
  const comparison = new Comparison(store, test, version, options);
  if (differing.size > 0) await compareRows(store, comparison, scansOf(test, version), { ...options, differing, checkCurrent });
  const { counts, samples } = comparison;
  return { version, allocations: allocations.rows, ...counts, samples };
}

/** Rows of one table, as rows of the index: those that belong to the test and the version. */
interface RowScan {
  readonly table: TableScan['table'];
  readonly columns: readonly string[];
  readonly rowsOf: (page: readonly RecipeRow[]) => readonly IndexRow[];
}

function scansOf({ testId, buckets }: AbTest, version: number): readonly RowScan[] {
  const index = (table: IndexTable): RowScan => ({
    table,
    columns: indexColumns(table),
    rowsOf: (page) =>
      page.filter((row) => row.get('test_id') === testId && row.get('version') === version).map((row) => readIndexRow(table, row)),
  });
  const stored: RowScan = {
    table: 'allocations',
    columns: STORED_COLUMNS,
    rowsOf: (page) => page.filter((row) => row.get('test_id') === testId).map((row) => indexRowOf(readStored(row), buckets)),
  };
  return [stored, ...INDEX_TABLES.map(index)];
}

/**
 * Whether a row is old enough for both sides to have it. One that is dated as far in the future isn't being written either: its clock is fast, or it's no right row.
 */
function isSettled({ clock }: Store, { allocatedAt }: IndexRow, cutoffMs: number): boolean {
  const nowMs = clock.nowMs();
  return Math.abs((allocatedAt?.getTime() ?? 0) - nowMs) > nowMs - cutoffMs;
}

async function sumBuckets(
  store: Store,
  test: AbTest,
  version: number,
  options: VersionVerification,
): Promise<Readonly<Record<TableScan['table'], BucketSums>>> {
  const sums = { allocations: new BucketSums(), byCell: new BucketSums(), byDay: new BucketSums() };
  const scans = scansOf(test, version).map(({ table, columns, rowsOf }) => ({
    table,
    columns,
    work: (page: readonly RecipeRow[]): void => {
      for (const row of rowsOf(page)) if (isSettled(store, row, options.cutoffMs)) sums[table].add(row);
    },
  }));
  await scanTables(store, 'verifying', scans, options);
  return sums;
}

/** Reads the tables again. Each row of a bucket that differs is compared by itself. */
async function compareRows(
  store: Store,
  comparison: Comparison,
  scans: readonly RowScan[],
  options: VersionVerification & { readonly differing: ReadonlySet<number>; readonly checkCurrent: () => Promise<void> },
): Promise<void> {
  const { cutoffMs, differing, checkCurrent } = options;
  const comparing = scans.map(({ table, columns, rowsOf }) => ({
    table,
    columns,
    work: async (page: readonly RecipeRow[]): Promise<void> => {
      const rows = rowsOf(page).filter((row) => differing.has(row.bucket) && isSettled(store, row, cutoffMs));
      if (rows.length === 0) return;
      await checkCurrent();
      await mapSome(rows, PARALLEL, (row) => (table === 'allocations' ? comparison.checkStored(row) : comparison.checkIndexed(table, row)));
    },
  }));
  await scanTables(store, 'comparing', comparing, options);
  await checkCurrent();
}

import { type AbTest, needTest } from './ab-tests.ts';
import { allocationsErrors } from './errors.ts';
import { fillIndex } from './fill-index.ts';
import type { IndexProgress } from './index-progress.ts';
import { checkWhole } from './names.ts';
import { moveTo, stageOf } from './rebuild-stages.ts';
import { removeVersion } from './remove-version.ts';
import type { Store } from './store.ts';
import { checkPieces, type IndexReport, PIECES, verifyVersion } from './verify.ts';

/** Which index is rebuilt, and how. */
export interface RebuildRequest {
  /** The test. */
  readonly testId: string;
  /**
   * How long the old version is kept after the switch, in milliseconds, at most a day: longer than any list takes that began before. It is at least `testCacheMs`.
   * Default: ten minutes.
   */
  readonly keepOldMs?: number | undefined;
  /** How many allocations are indexed at a time, 1 to 256. Default: 16. */
  readonly parallel?: number | undefined;
  /** Into about how many token ranges each table is split. A run that resumes repeats those that were in progress. Default: 1,024. */
  readonly pieces?: number | undefined;
  /** Called after each page, and awaited. */
  readonly onProgress?: ((progress: IndexProgress) => void | Promise<void>) | undefined;
  /** Ends it. To resume, rebuild again. */
  readonly signal?: AbortSignal | undefined;
}

/** What became of a rebuild. */
export interface RebuiltIndex {
  /** The version of the index that is read now. */
  readonly version: number;
  /**
   * What was found, and mended, before the switch. It may count rows that were being written at that time. Undefined if the switch had been made already, by a run that
   * this one resumed, or by one that ran at the same time.
   */
  readonly verified: IndexReport | undefined;
}

/** What a rebuild waits for and is ended by. */
export interface RebuildBounds {
  /** How long writers may use what they have read about a test. */
  readonly testCacheMs: number;
  readonly signal: AbortSignal;
}

const KEEP_OLD_MS = 10 * 60_000;
const LONGEST_KEEP_MS = 86_400_000;
const MOST_PARALLEL = 256;

/**
 * Rebuilds the index of a test; see `Allocations.rebuild()`.
 *
 * From the announcement on, every writer that looks the test up writes the new version as well. One that doesn't know of it yet looked the test up before, at most
 * `testCacheMs` ago, and only after it had stored its allocation. So when that time has passed, a scan finds whatever such writers stored, and the new version lacks
 * nothing. The same wait, after the switch, comes before the removal: nobody writes or begins to read only the old version then.
 */
export async function rebuild(store: Store, request: RebuildRequest, bounds: RebuildBounds): Promise<RebuiltIndex> {
  const { testId, keepOldMs = KEEP_OLD_MS, parallel = 16, pieces = PIECES } = request;
  checkWhole('keepOldMs', keepOldMs, 0, LONGEST_KEEP_MS);
  checkWhole('parallel', parallel, 1, MOST_PARALLEL);
  checkPieces(pieces);
  const { testCacheMs, signal } = bounds;
  const test = await needTest(store, testId, signal);
  const version = test.buildingVersion ?? test.indexVersion + 1;
  const place = { testId, version };
  let verified: IndexReport | undefined;
  let stage = stageOf(test, version);
  if (stage === 'idle') stage = await moveTo(store, place, 'filling', signal);
  if (stage === 'filling') {
    await store.clock.sleep(testCacheMs, signal);
    verified = await fillAndVerify(store, test, version, { parallel, pieces, onProgress: request.onProgress, signal });
    stage = await moveTo(store, place, 'switched', signal);
  }
  if (stage === 'switched') {
    await store.clock.sleep(Math.max(keepOldMs, testCacheMs), signal);
    stage = await moveTo(store, place, 'removing', signal);
  }
  if (stage === 'removing') {
    await removeVersion(store, test, version - 1, { onProgress: request.onProgress, signal });
    await moveTo(store, place, 'done', signal);
  }
  return { version, verified };
}

/** Fills a version, and mends what it lacks. @throws OpsError REBUILD_INCOMPLETE if it isn't right then */
async function fillAndVerify(store: Store, test: AbTest, version: number, scanning: Parameters<typeof fillIndex>[3]): Promise<IndexReport> {
  await fillIndex(store, test, version, scanning);
  const report = await verifyVersion(store, test, version, { ...scanning, mend: true, cutoffMs: store.clock.nowMs() });
  if (report.unmended === 0) return report;
  const message = `Version ${version} of the index of ${test.testId} still differs from the allocations in ${report.unmended} rows`;
  throw allocationsErrors.REBUILD_INCOMPLETE({ message });
}

import type { Allocations } from '@ringside/allocations';
import { type Clock, systemClock, throwIfAborted } from '@ringside/core';
import { rowAllocator, type RowOutcome } from './allocate-row.ts';
import { type CheckpointStore, type LoadCheckpoint, readCheckpoint } from './checkpoint.ts';
import { checkConcurrency, checkWhole, CONCURRENCY } from './checks.ts';
import { inOrder } from './in-order.ts';
import { type LoadProgress, progressOf } from './progress.ts';
import type { OpenedRejects, Rejects } from './rejects.ts';
import type { LoadSource, OpenedSource, SourceRow } from './source.ts';

/** What is loaded, and where it goes. */
export interface LoadOptions {
  /** The rows: {@link readCsv}. */
  readonly source: LoadSource;
  /** The store: `createAllocations()` of `@ringside/allocations`. The tests must exist. */
  readonly allocations: Pick<Allocations, 'allocate'>;
  /** Where the load resumes: {@link checkpointFile}. Each source needs its own. */
  readonly checkpoint: CheckpointStore;
  /** Where rows go that can't be loaded: {@link rejectsFile}. */
  readonly rejects: Rejects;
  /** How many rows are in work at most, from 1 to 10,000. Default: 64. */
  readonly concurrency?: number | undefined;
  /** How long the checkpoint stays behind at most while rows come, in milliseconds, from 0. Default: 1 s. */
  readonly checkpointEveryMs?: number | undefined;
  /** Is called after each checkpoint, and at the end. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  /** Ends the load; the next one resumes. */
  readonly signal?: AbortSignal | undefined;
  /** Measures time. Default: the machine's. */
  readonly clock?: Clock | undefined;
}

const CHECKPOINT_EVERY_MS = 1_000;
const WHAT = 'Loading allocations';

/**
 * Loads allocations from a source, and resumes where an earlier run of the same source had got to.
 *
 * Each row is one call of `allocate()`, which decides once: so a row may be loaded again, and no row is left out. A customer who has the same cell already is only counted; one
 * who has another cell, a row that can't be read, and a test or cell that doesn't exist are rejects. Of several rows for one customer and one test, the first one wins.
 *
 * Checkpoint and rejects are saved in the order of the source, so after any number of interruptions the rejects are those of a load without any. An allocation is dated
 * when it is loaded. Rows in work when a load ends early may lack their index rows until the next sweep: run `sweep()` of the store within a day.
 *
 * @returns how many rows are done, earlier runs included
 * @throws OpsError CHECKPOINT_OF_ANOTHER_SOURCE, CHECKPOINT_UNUSABLE, REJECTS_LOST, INVALID_ARGUMENT; what the source fails with, such as CSV_HEADER_UNUSABLE; what the store
 *   fails with after its retries; what `abortError()` returns. What was done is in the checkpoint then: load again
 *
 * @example
 * ```ts
 * await loadAllocations({
 *   source: readCsv(csvFile('allocations.csv')),
 *   allocations,
 *   checkpoint: checkpointFile('allocations.checkpoint'),
 *   rejects: rejectsFile('allocations.rejects'),
 *   onProgress: ({ rows, etaMs }) => console.log(rows, etaMs),
 * });
 * ```
 */
export async function loadAllocations(options: LoadOptions): Promise<LoadProgress> {
  const { source, checkpoint, rejects, signal } = options;
  checkConcurrency(options.concurrency ?? CONCURRENCY);
  checkWhole('checkpointEveryMs', options.checkpointEveryMs ?? CHECKPOINT_EVERY_MS, 0, Number.MAX_SAFE_INTEGER);
  throwIfAborted(signal, WHAT);
  const opened = await source.open(signal);
  const before = readCheckpoint(await checkpoint.load(), opened.identity);
  const kept = await rejects.open(before.rejectsBytes);
  try {
    return await new Load(options, opened, kept, before).run();
  } finally {
    await kept.close();
  }
}

class Load {
  readonly #options: LoadOptions;
  readonly #opened: OpenedSource;
  readonly #rejects: OpenedRejects;
  readonly #before: LoadCheckpoint;
  readonly #clock: Clock;
  readonly #beginMs: number;
  #done: LoadCheckpoint;
  #savedMs: number;

  constructor(options: LoadOptions, opened: OpenedSource, rejects: OpenedRejects, before: LoadCheckpoint) {
    this.#options = options;
    this.#opened = opened;
    this.#rejects = rejects;
    this.#before = before;
    this.#done = before;
    this.#clock = options.clock ?? systemClock;
    this.#beginMs = this.#clock.monotonicMs();
    this.#savedMs = this.#beginMs;
  }

  async run(): Promise<LoadProgress> {
    try {
      await this.#loadRows();
    } catch (error) {
      // The first failure says why the load ended; without this checkpoint, the next run only repeats more.
      await this.#save().catch(() => undefined);
      throw error;
    }
    this.#done = { ...this.#done, done: this.#opened.total ?? this.#done.done };
    return this.#save();
  }

  async #loadRows(): Promise<void> {
    const { allocations, concurrency = CONCURRENCY, checkpointEveryMs = CHECKPOINT_EVERY_MS, signal } = this.#options;
    const rows = this.#opened.rows(this.#before.position ?? undefined, signal);
    for await (const { item, result } of inOrder(rows, concurrency, rowAllocator(allocations, signal))) {
      await this.#count(item, result);
      throwIfAborted(signal, WHAT);
      if (this.#clock.monotonicMs() - this.#savedMs >= checkpointEveryMs) await this.#save();
    }
  }

  async #count({ place, text, position, done }: SourceRow, outcome: RowOutcome): Promise<void> {
    if (outcome.kind === 'rejected') await this.#rejects.add({ place, reason: outcome.reason, text });
    const { rows, [outcome.kind]: count } = this.#done;
    this.#done = { ...this.#done, rows: rows + 1, [outcome.kind]: count + 1, position, done };
  }

  /** The rejects come first: a checkpoint may count only what is there. */
  async #save(): Promise<LoadProgress> {
    const { checkpoint, onProgress } = this.#options;
    this.#done = { ...this.#done, rejectsBytes: await this.#rejects.flush() };
    await checkpoint.save(this.#done);
    this.#savedMs = this.#clock.monotonicMs();
    const progress = progressOf(this.#before, this.#done, this.#opened.total, this.#savedMs - this.#beginMs);
    onProgress?.(progress);
    return progress;
  }
}

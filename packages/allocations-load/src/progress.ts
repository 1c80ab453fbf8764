/** How far a load is, earlier runs included, apart from the rate and the time left. */
export interface LoadProgress {
  /** Rows that are done. */
  readonly rows: number;
  /** Rows that were allocated. A row that an interrupted run had allocated, and not counted, is counted under `alreadyThere`. */
  readonly allocated: number;
  /** Rows whose customer had the same cell already. */
  readonly alreadyThere: number;
  /** Rows that were rejected. */
  readonly rejected: number;
  /** How much of the source is done, in the source's unit: bytes of a file. */
  readonly done: number;
  /** How much there is, in the same unit; undefined if the source doesn't know. */
  readonly total: number | undefined;
  /** Rows per second of this run. */
  readonly rowsPerSecond: number;
  /** How long the rest takes at the rate of this run, in milliseconds; undefined as long as there's nothing to judge by. */
  readonly etaMs: number | undefined;
}

/** What has been done. */
export type LoadCounts = Pick<LoadProgress, 'rows' | 'allocated' | 'alreadyThere' | 'rejected' | 'done'>;

/**
 * Computes rate and time left from what this run alone has done.
 *
 * @param before what was done when this run began
 * @param now what is done now
 * @param total how much there is; undefined if that isn't known
 * @param elapsedMs how long this run has taken
 */
export function progressOf(before: LoadCounts, now: LoadCounts, total: number | undefined, elapsedMs: number): LoadProgress {
  const { rows, allocated, alreadyThere, rejected, done } = now;
  const rowsPerSecond = elapsedMs > 0 ? ((rows - before.rows) * 1_000) / elapsedMs : 0;
  return { rows, allocated, alreadyThere, rejected, done, total, rowsPerSecond, etaMs: etaOf(done - before.done, done, total, elapsedMs) };
}

function etaOf(doneNow: number, done: number, total: number | undefined, elapsedMs: number): number | undefined {
  if (total === undefined) return undefined;
  if (done >= total) return 0;
  return doneNow > 0 && elapsedMs > 0 ? Math.round(((total - done) * elapsedMs) / doneNow) : undefined;
}

import { mostInterestingBucket, sizeBuckets, type SizeTieredOptions, type SizeTieredSettings, sizeTieredSettings } from './size-tiered.ts';
import type { ModelTable, SSTable } from './sstable.ts';
import { type CompactionStrategy, type CompactionTask, type CompactionView, type SSTableGroup, uncut } from './strategy.ts';

/** The options of `TimeWindowCompactionStrategy`, with Cassandra's defaults by default. */
export interface TimeWindowOptions extends SizeTieredOptions {
  /** `compaction_window_unit` times `compaction_window_size`, a day. */
  readonly windowMs?: number;
  /** `expired_sstable_check_frequency_seconds`, ten minutes. */
  readonly expiredCheckMs?: number;
  /** `unsafe_aggressive_sstable_expiration`, off: drops what has expired even when older data may come back by it. */
  readonly ignoreOverlaps?: boolean;
}

/** `gc_grace_seconds` unless set: ten days (`TableParams`). */
export const DEFAULT_GC_GRACE_MS: number = 10 * 86_400_000;

const DAY_MS = 86_400_000;
const TEN_MINUTES_MS = 600_000;

/**
 * The start of the window in which an SSTable counts: that of its newest row (`TimeWindowCompactionStrategy.getWindowBoundsInMillis`).
 *
 * @param windowMs how long a window is, in milliseconds
 */
export function windowOf({ maxTimeMs }: Pick<SSTable, 'maxTimeMs'>, windowMs: number): number {
  return maxTimeMs - (maxTimeMs % windowMs);
}

/**
 * The SSTables that serve no purpose any more: all their rows expired longer than `gc_grace_seconds` ago, and nothing that is kept has
 * a write as old as theirs. One old row that never expires therefore keeps all that expire after it
 * (`CompactionController.getFullyExpiredSSTables`).
 *
 * @param sstables all live SSTables of the table
 */
export function fullyExpired(sstables: readonly SSTable[], { nowMs, table, ignoreOverlaps = false }: ExpiryQuestion): readonly SSTable[] {
  const gcBeforeMs = nowMs - (table.gcGraceMs ?? DEFAULT_GC_GRACE_MS);
  const expired = sstables.filter(({ maxExpiryMs }) => maxExpiryMs < gcBeforeMs);
  if (ignoreOverlaps) return expired;
  const oldestKept = Math.min(...sstables.filter(({ maxExpiryMs }) => maxExpiryMs >= gcBeforeMs).map(({ minTimeMs }) => minTimeMs));
  return expired.filter(({ maxTimeMs }) => maxTimeMs < oldestKept);
}

/** What decides for how long a time window stays on disk. */
export interface WindowLife {
  /** The time to live that every row is written with. */
  readonly ttlMs: number;
  /** `gc_grace_seconds`; ten days by default. */
  readonly gcGraceMs?: number | undefined;
  /** How much time one window covers: `compaction_window_size` times its unit. */
  readonly windowMs: number;
}

/**
 * How many time windows, and so files, are on disk at a time once a table has been written to for long: those that began within the time
 * to live and the grace period that follows it, as a file is dropped only after both ({@link fullyExpired}).
 *
 * @example
 * ```ts
 * const HOUR_MS = 3_600_000;
 * liveWindows({ ttlMs: 24 * HOUR_MS, windowMs: HOUR_MS }); // 264: a day and the default ten days of grace, in hours
 * ```
 */
export function liveWindows({ ttlMs, gcGraceMs = DEFAULT_GC_GRACE_MS, windowMs }: WindowLife): number {
  return Math.ceil((ttlMs + gcGraceMs) / windowMs);
}

/** When it is asked what has expired. */
export interface ExpiryQuestion {
  /** On the scale of the rows' times. What expired more than `gc_grace_seconds` before it may go. */
  readonly nowMs: number;
  /** For its `gcGraceMs`. */
  readonly table: ModelTable;
  /**
   * Drops an SSTable even while another one has older rows, which deleted data may come back by: `unsafe_aggressive_sstable_expiration`.
   * Default: false.
   */
  readonly ignoreOverlaps?: boolean;
}

/**
 * Time-window compaction (`TimeWindowCompactionStrategy`): size-tiered within the newest window, one SSTable for each window that is
 * over, whole SSTables dropped once expired. Left out: compactions of a single SSTable for its tombstones, which this strategy turns
 * off by itself.
 */
export function timeWindow(options: TimeWindowOptions = {}): CompactionStrategy {
  const { windowMs = DAY_MS, expiredCheckMs = TEN_MINUTES_MS, ignoreOverlaps = false, ...tiers } = options;
  const settings = sizeTieredSettings(tiers);
  let [newestWindow, lastCheckMs] = [-Infinity, -Infinity];
  return {
    name: 'twcs',
    flush: uncut,
    next({ sstables, nowMs, table }: CompactionView): CompactionTask | undefined {
      const due = nowMs - lastCheckMs > expiredCheckMs;
      if (due) lastCheckMs = nowMs;
      const expired = due ? fullyExpired(sstables, { nowMs, table, ignoreOverlaps }) : [];
      const kept = sstables.filter((sstable) => !expired.includes(sstable));
      newestWindow = Math.max(newestWindow, ...kept.map((sstable) => windowOf(sstable, windowMs)));
      const { inputs, reason } = newestBucket(kept, newestWindow, windowMs, settings);
      if (inputs.length + expired.length === 0) return undefined;
      const why = [reason, expired.length > 0 ? `${expired.length} expired` : ''].filter((text) => text !== '').join('; ');
      return { inputs: [...inputs, ...expired], expired, level: 0, reason: why, cut: uncut };
    },
    finished: (_task, written) => written,
    groups({ sstables }: CompactionView): readonly SSTableGroup[] {
      const windows = [...byWindow(sstables, windowMs)].toSorted(([a], [b]) => b - a);
      return windows.map(([start, inside]) => ({ name: windowName(start, windowMs), sstables: inside }));
    },
  };
}

interface Choice {
  readonly inputs: readonly SSTable[];
  readonly reason: string;
}

/** The newest window that has something to compact; it needs `minThreshold` alike while it is the newest, and two once it is over. */
function newestBucket(sstables: readonly SSTable[], newest: number, windowMs: number, settings: SizeTieredSettings): Choice {
  for (const [start, inside] of [...byWindow(sstables, windowMs)].toSorted(([a], [b]) => b - a)) {
    if (inside.length >= settings.minThreshold && start >= newest) {
      const inputs = mostInterestingBucket(sizeBuckets(inside, settings), settings);
      if (inputs.length > 0) return { inputs, reason: `${inputs.length} SSTables of like size in the newest window` };
    } else if (inside.length >= 2 && start < newest) {
      const inputs = inside.toSorted((a, b) => a.sizeBytes - b.sizeBytes || a.id - b.id).slice(0, settings.maxThreshold);
      return { inputs, reason: 'a window is over' };
    }
  }
  return { inputs: [], reason: '' };
}

function byWindow(sstables: readonly SSTable[], windowMs: number): ReadonlyMap<number, readonly SSTable[]> {
  const windows = new Map<number, SSTable[]>();
  for (const sstable of sstables) {
    const start = windowOf(sstable, windowMs);
    windows.set(start, [...(windows.get(start) ?? []), sstable]);
  }
  return windows;
}

function windowName(startMs: number, windowMs: number): string {
  return `window ${Math.round(startMs / windowMs) + 1}`;
}

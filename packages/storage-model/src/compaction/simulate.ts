import { errors } from '@ringside/core';
import { createRandom } from './random.ts';
import { type CompactionFigures, figuresOf } from './figures.ts';
import { makeSSTable, mergeRows, type ModelTable, type SSTable, type StoredRow } from './sstable.ts';
import type { CompactionStrategy, CompactionTask, CompactionView, SSTableGroup } from './strategy.ts';
import { DEFAULT_GC_GRACE_MS } from './time-window.ts';

/** What a memtable held when it was flushed. */
export interface Flush {
  /** When it happens, on the same scale as the rows' times; never earlier than the previous flush. */
  readonly atMs: number;
  /** In any order; of rows with the same key the newest counts. */
  readonly rows: readonly StoredRow[];
}

/** What is simulated. */
export interface CompactionRequest {
  /** A strategy of its own for each simulation, because it remembers what it did. */
  readonly strategy: CompactionStrategy;
  /** How many keys there are, how large a row is, and how long expired rows stay. */
  readonly table: ModelTable;
  /** In the order of their times. */
  readonly flushes: readonly Flush[];
  /** How many compactions are done between two flushes; by default as many as there are to do. */
  readonly compactionsPerFlush?: number;
  /** Chance, where the strategy draws lots; 1 by default. */
  readonly seed?: number;
}

/** One event, and the table after it. */
export interface CompactionStep {
  /** `flush` adds SSTables, `compaction` replaces some by others. */
  readonly kind: 'flush' | 'compaction';
  /** The time of the flush; the compactions that follow it take no time. */
  readonly atMs: number;
  /** What happened, in a few words. */
  readonly reason: string;
  /** A compaction's inputs, those that were dropped unread included; none for a flush. */
  readonly removed: readonly SSTable[];
  /** What was written; none when everything in the inputs had expired. */
  readonly added: readonly SSTable[];
  /** All that are on disk after the event, in the order in which they got there. */
  readonly sstables: readonly SSTable[];
  /** The same SSTables as the strategy groups them. */
  readonly groups: readonly SSTableGroup[];
  /** What it has all cost up to this event, and what a read costs after it. */
  readonly figures: CompactionFigures;
}

const MAX_COMPACTIONS_A_FLUSH = 10_000;

/**
 * Runs a compaction strategy over a series of flushes, event by event, with the same result for the same request. Compactions take no
 * time and run one after another; a row that has expired keeps its size until it is dropped (Cassandra writes a smaller tombstone); a
 * compaction drops it once `gc_grace_seconds` are over and no other SSTable has an older write of its key
 * (`CompactionController.getPurgeEvaluator`).
 *
 * @throws {OpsError} INVALID_ARGUMENT for flushes out of order or keys that the table cannot have
 */
export function simulateCompaction(request: CompactionRequest): readonly CompactionStep[] {
  checkRequest(request);
  const simulation = new Simulation(request);
  const most = Math.min(request.compactionsPerFlush ?? MAX_COMPACTIONS_A_FLUSH, MAX_COMPACTIONS_A_FLUSH);
  for (const flush of request.flushes) {
    simulation.flush(flush);
    for (let done = 0; done < most; done++) if (!simulation.compact(flush.atMs)) break;
  }
  return simulation.steps;
}

function checkRequest({ flushes, table }: CompactionRequest): void {
  const fail = (message: string, remedy: string): never => {
    throw errors.INVALID_ARGUMENT({ message, remedy });
  };
  let before = -Infinity;
  for (const { atMs, rows } of flushes) {
    if (!(atMs >= before)) fail(`A flush at ${atMs} comes after one at ${before}`, 'Put flushes in the order of their times.');
    before = atMs;
    const stray = rows.find(({ key }) => !Number.isInteger(key) || key < 0 || key >= table.keys);
    if (stray !== undefined) fail(`Key ${stray.key} is not one of the table's`, `Use whole numbers from 0 to ${table.keys - 1}.`);
  }
}

class Simulation {
  readonly steps: CompactionStep[] = [];
  readonly #strategy: CompactionStrategy;
  readonly #table: ModelTable;
  readonly #random: () => number;
  #sstables: readonly SSTable[] = [];
  #nextId = 1;
  #written = { flushedBytes: 0, compactedBytes: 0, peakBytes: 0 };

  constructor({ strategy, table, seed = 1 }: CompactionRequest) {
    this.#strategy = strategy;
    this.#table = table;
    this.#random = createRandom(seed);
  }

  flush({ atMs, rows }: Flush): void {
    const pieces = this.#strategy.flush(mergeRows([{ rows }]), this.#table);
    const added = this.#write(pieces, 0);
    this.#written.flushedBytes += sizeOf(added);
    this.#become([...this.#sstables, ...added]);
    this.#record({ kind: 'flush', atMs, reason: 'a memtable was flushed', removed: [], added });
  }

  /** Does the next compaction; false when there is none. */
  compact(atMs: number): boolean {
    const task = this.#strategy.next(this.#view(atMs));
    if (task === undefined) return false;
    const left = this.#sstables.filter((sstable) => !task.inputs.includes(sstable));
    const read = task.inputs.filter((sstable) => !task.expired.includes(sstable));
    const kept = mergeRows(read).filter((row) => !this.#isPurgeable(row, left, atMs));
    const written = this.#write(task.cut(kept), task.level);
    this.#written.compactedBytes += sizeOf(written);
    this.#written.peakBytes = Math.max(this.#written.peakBytes, sizeOf(this.#sstables) + sizeOf(written));
    const added = this.#strategy.finished(task, written, left);
    this.#become([...left, ...added]);
    this.#record({ kind: 'compaction', atMs, reason: task.reason, removed: task.inputs, added });
    return true;
  }

  #view(nowMs: number): CompactionView {
    return { sstables: this.#sstables, nowMs, table: this.#table, random: this.#random };
  }

  #write(pieces: ReturnType<CompactionTask['cut']>, level: number): readonly SSTable[] {
    return pieces.map((rows) => makeSSTable(this.#nextId++, rows, this.#table.rowBytes, level));
  }

  #become(sstables: readonly SSTable[]): void {
    this.#sstables = sstables;
    this.#written.peakBytes = Math.max(this.#written.peakBytes, sizeOf(sstables));
  }

  #isPurgeable({ key, writtenAtMs, expiresAtMs = Infinity }: StoredRow, left: readonly SSTable[], nowMs: number): boolean {
    if (expiresAtMs >= nowMs - (this.#table.gcGraceMs ?? DEFAULT_GC_GRACE_MS)) return false;
    const olderElsewhere = left.some(({ rows, minTimeMs }) => minTimeMs <= writtenAtMs && rows.some((row) => row.key === key));
    return !olderElsewhere;
  }

  #record(event: Pick<CompactionStep, 'kind' | 'atMs' | 'reason' | 'removed' | 'added'>): void {
    const groups = this.#strategy.groups(this.#view(event.atMs));
    const figures = figuresOf(this.#sstables, this.#table, event.atMs, { ...this.#written });
    this.steps.push({ ...event, sstables: this.#sstables, groups, figures });
  }
}

function sizeOf(sstables: readonly SSTable[]): number {
  return sstables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

import type { AbTest } from './ab-tests.ts';
import {
  findRow,
  type FoundRow,
  INDEX_TABLES,
  type IndexPlace,
  type IndexRow,
  indexRowOf,
  type IndexTable,
  isSameKey,
  isSameRow,
  removeRow,
  writeRow,
} from './index-rows.ts';
import type { Store } from './store.ts';
import { readDecided } from './truth.ts';

/** A row in which the index differs from the allocations. */
export interface IndexDifference {
  /** `missing`: no row where one has to be. `wrong`: a row that is where it has to be, with another value. `extra`: a row where none may be. */
  readonly kind: 'missing' | 'wrong' | 'extra';
  /** In which table of the index: the one that `customersIn()` reads, or the one that `joined()` and `counts()` read. */
  readonly table: 'allocations_by_cell' | 'allocations_by_day';
  /** The customer. */
  readonly customerId: string;
  /** The cell of the row; undefined if a damaged row has none. */
  readonly cell: string | undefined;
  /** The time in the row; undefined if a damaged row has none. */
  readonly allocatedAt: Date | undefined;
  /** Whether it was mended. */
  readonly isMended: boolean;
}

/** How differences are treated. */
export interface ComparisonOptions {
  readonly mend: boolean;
  /** An extra row of a customer without an allocation is removed only if it was written before, in milliseconds since 1970. */
  readonly cutoffMs: number;
  readonly signal: AbortSignal;
}

const SAMPLES = 20;
const NAMES = { byCell: 'allocations_by_cell', byDay: 'allocations_by_day' } as const;

/** Compares single rows of a version of the index with the allocations, and mends them. */
export class Comparison {
  readonly counts = { missing: 0, wrong: 0, extra: 0, unmended: 0 };
  /** The first differences. */
  readonly samples: IndexDifference[] = [];
  readonly #store: Store;
  readonly #buckets: number;
  readonly #place: IndexPlace;
  readonly #options: ComparisonOptions;

  constructor(store: Store, { testId, buckets }: AbTest, version: number, options: ComparisonOptions) {
    this.#store = store;
    this.#buckets = buckets;
    this.#place = { testId, version };
    this.#options = options;
  }

  /** Whether both tables have the row that an allocation calls for. What seems to be missing is looked up again, as is the allocation. */
  async checkStored(expected: IndexRow): Promise<void> {
    for (const table of INDEX_TABLES) {
      if (isRight(await this.#find(table, expected), expected)) continue;
      const decided = await this.#decided(expected.customerId);
      if (decided === undefined) continue;
      const found = await this.#find(table, decided);
      if (isRight(found, decided)) continue;
      const isMended = this.#options.mend && (await this.#rewrite(table, decided, found));
      this.#count({ kind: found === undefined ? 'missing' : 'wrong', table: NAMES[table], ...namesOf(decided), isMended });
    }
  }

  /** Whether an allocation calls for the place of an index row; what stands there is seen from the other side. The allocation is read now, and the row again. */
  async checkIndexed(table: IndexTable, row: IndexRow): Promise<void> {
    const decided = await this.#decided(row.customerId);
    if (decided !== undefined && isSameKey(table, row, decided)) return;
    const found = await this.#find(table, row);
    if (found === undefined) return;
    const isMended = this.#options.mend && (await this.#remove(table, found, decided));
    this.#count({ kind: 'extra', table: NAMES[table], ...namesOf(found.row), isMended });
  }

  /**
   * Writes a row as everybody writes it. That doesn't show if the row was overwritten, or deleted, with a greater timestamp, as only a stranger does: then it's written
   * once more, with a timestamp that is greater.
   */
  async #rewrite(table: IndexTable, row: IndexRow, found: FoundRow | undefined): Promise<boolean> {
    const { clock } = this.#store;
    const allocatedMs = row.allocatedAt?.getTime() ?? 0;
    for (const timestampMs of [allocatedMs, Math.max(clock.nowMs(), (found?.writtenMs ?? 0) + 1)]) {
      await writeRow(this.#store, table, this.#place, { row, timestampMs }, this.#options.signal);
      if (isRight(await this.#find(table, row), row)) return true;
    }
    return false;
  }

  /**
   * Removes a row with its own write timestamp, so that nothing is removed that is written later. Nor can it be a right row that is removed, or kept from appearing:
   *
   * - If the customer has an allocation, it never changes, and it calls for another place. No right row will ever stand here.
   * - If there is none, and none is in progress, a later one has a later time, and its row that time as its timestamp, which is greater than this one's if this one
   *   was written before the cutoff. What was written after it is left to a later run.
   */
  async #remove(table: IndexTable, { row, writtenMs }: FoundRow, decided: IndexRow | undefined): Promise<boolean> {
    const { cutoffMs, signal } = this.#options;
    const timestampMs = writtenMs ?? cutoffMs;
    if (decided === undefined && timestampMs > cutoffMs) return false;
    await removeRow(this.#store, table, this.#place, { row, timestampMs }, signal);
    return (await this.#find(table, row)) === undefined;
  }

  #find(table: IndexTable, row: IndexRow): Promise<FoundRow | undefined> {
    return findRow(this.#store, table, this.#place, row, this.#options.signal);
  }

  async #decided(customerId: string): Promise<IndexRow | undefined> {
    const decided = await readDecided(this.#store, { customerId, testId: this.#place.testId }, this.#options.signal);
    return decided && indexRowOf(decided, this.#buckets);
  }

  #count(difference: IndexDifference): void {
    this.counts[difference.kind] += 1;
    if (!difference.isMended) this.counts.unmended += 1;
    if (this.samples.length < SAMPLES) this.samples.push(difference);
  }
}

function isRight(found: FoundRow | undefined, expected: IndexRow): boolean {
  return found !== undefined && isSameRow(found.row, expected);
}

function namesOf({ customerId, cell, allocatedAt }: IndexRow): Pick<IndexDifference, 'customerId' | 'cell' | 'allocatedAt'> {
  return { customerId, cell, allocatedAt };
}

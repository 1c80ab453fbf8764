import { randomUUID } from 'node:crypto';
import { type BoundStatement, cellText, decideWrite, isTransient, type RecipeRow, type StatementOptions } from '@ringside/client-recipes';
import { errors, throwIfAborted } from '@ringside/core';
import { CONSISTENCY_LEVELS } from '@ringside/model';
import { send, type Store } from './store.ts';

/** A row of `allocations`: what both index tables are derived from. */
export interface StoredAllocation {
  readonly customerId: string;
  readonly testId: string;
  readonly cell: string;
  readonly allocatedAt: Date;
}

/** The columns of it that the index is derived from. */
export const STORED_COLUMNS: readonly string[] = ['customer_id', 'test_id', 'cell', 'allocated_at'];

/** What was decided for one customer in one test. */
export interface Allocation {
  /** The test. */
  readonly testId: string;
  /** The cell of the customer in it. */
  readonly cell: string;
  /** When it was decided, by the clock of the program that did. */
  readonly allocatedAt: Date;
}

/**
 * Stores an allocation, if there is none of this customer in this test.
 *
 * @returns what is stored, and whether it is this one
 * @throws what the conditional write fails with, and then it may be stored or not
 */
export async function storeFirst(
  store: Store,
  asked: StoredAllocation,
): Promise<{ readonly stored: StoredAllocation; readonly isNew: boolean }> {
  const { customerId, testId, cell, allocatedAt } = asked;
  const allocationId = randomUUID();
  const statement = `INSERT INTO ${store.tables.allocations} (customer_id, test_id, cell, allocated_at, allocation_id) VALUES (?, ?, ?, ?, ?) IF NOT EXISTS`;
  const write = { statement, values: [customerId, testId, cell, allocatedAt, allocationId] };
  const isOurs = (row: RecipeRow | undefined): boolean => cellText(row, 'allocation_id') === allocationId;
  const conditional = {
    write,
    read: selectOne(store, asked),
    isOurs,
    serialConsistency: store.serialConsistency,
    consistency: store.consistency,
  };
  const { applied, row } = await decideWrite(store.conditional, conditional, (found) => found === undefined);
  const stored = applied ? asked : storedOf(row);
  if (stored === undefined)
    throw errors.UNAVAILABLE({ message: `Customer ${customerId} has a cell in ${testId}, but it did not come with the answer` });
  return { stored, isNew: applied };
}

/**
 * The allocation of a customer in a test; undefined if there is none, and no write that reached a replica before will still produce one. A row that a quorum returns is
 * decided. Only if it returns none, the read is repeated at the serial level, which completes a half-finished Paxos round.
 */
export async function readDecided(
  store: Store,
  ids: Pick<StoredAllocation, 'customerId' | 'testId'>,
  signal: AbortSignal | undefined,
): Promise<StoredAllocation | undefined> {
  const asked = { what: `Reading the cell of ${ids.customerId} in ${ids.testId}`, ...selectOne(store, ids) };
  const stored = storedOf((await send(store, asked, signal)).rows[0]);
  return stored ?? storedOf((await send(store, { ...asked, consistency: store.serialConsistency }, signal)).rows[0]);
}

/** The hot question: all allocations of a customer. */
export class CustomerReader {
  readonly #store: Store;
  readonly #statement: string;
  readonly #options: StatementOptions;

  constructor(store: Store) {
    this.#store = store;
    this.#statement = `SELECT test_id, cell, allocated_at FROM ${store.tables.allocations} WHERE customer_id = ?`;
    this.#options = { prepare: true, isIdempotent: true, consistency: CONSISTENCY_LEVELS.indexOf(store.consistency) };
  }

  /** This runs with every page view, so the first attempt goes straight to the driver, whose own time limit bounds it. */
  async read(customerId: string, signal: AbortSignal | undefined): Promise<readonly Allocation[]> {
    if (signal !== undefined) return this.#readAll(customerId, signal);
    try {
      const { rows, pageState } = await this.#store.client.execute(this.#statement, [customerId], this.#options);
      return pageState ? await this.#readAll(customerId, undefined) : rows.map(allocationOf);
    } catch (error) {
      if (!isTransient(error)) throw error;
      return this.#readAll(customerId, undefined);
    }
  }

  /** All pages, each with a time limit and retries. */
  async #readAll(customerId: string, signal: AbortSignal | undefined): Promise<readonly Allocation[]> {
    const what = `Reading the allocations of ${customerId}`;
    throwIfAborted(signal, what);
    const asked = { what, statement: this.#statement, values: [customerId] };
    const found: Allocation[] = [];
    let pageState: string | undefined;
    do {
      const page = await send(this.#store, { ...asked, ...(pageState !== undefined && { pageState }) }, signal);
      found.push(...page.rows.map(allocationOf));
      pageState = page.pageState || undefined;
    } while (pageState !== undefined);
    return found;
  }
}

function allocationOf(row: RecipeRow): Allocation {
  return { testId: row['test_id'] as string, cell: row['cell'] as string, allocatedAt: row['allocated_at'] as Date };
}

function storedOf(row: RecipeRow | undefined): StoredAllocation | undefined {
  return row && readStored(row);
}

/** A row with the columns of {@link STORED_COLUMNS}. */
export function readStored(row: RecipeRow): StoredAllocation {
  return { customerId: String(row.get('customer_id')), ...allocationOf(row) };
}

function selectOne({ tables }: Store, { customerId, testId }: Pick<StoredAllocation, 'customerId' | 'testId'>): BoundStatement {
  const statement = `SELECT customer_id, test_id, cell, allocated_at, allocation_id FROM ${tables.allocations} WHERE customer_id = ? AND test_id = ?`;
  return { statement, values: [customerId, testId] };
}

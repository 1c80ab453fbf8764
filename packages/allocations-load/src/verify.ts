import { createHash } from 'node:crypto';
import type { Allocations } from '@ringside/allocations';
import { throwIfAborted } from '@ringside/core';
import { checkConcurrency, CONCURRENCY } from './checks.ts';
import { inOrder } from './in-order.ts';
import type { LoadSource, SourceAllocation, SourceRow } from './source.ts';

/** What is compared. */
export interface VerifyLoadOptions {
  /** The rows. */
  readonly source: LoadSource;
  /** The store. */
  readonly allocations: Pick<Allocations, 'allocationsOf'>;
  /** How many rows are in work at most, from 1 to 10,000. Default: 64. */
  readonly concurrency?: number | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** Rows of a test and a cell, on both sides. */
export interface VerifiedCell {
  /** The test. */
  readonly testId: string;
  /** The cell. */
  readonly cell: string;
  /** How many rows of the source say this cell. */
  readonly sourceRows: number;
  /** For how many rows of the source the store says this cell. */
  readonly storeRows: number;
  /** The sum of hashes of the former, as 16 hexadecimal digits; independent of the order. */
  readonly sourceHash: string;
  /** The same of the latter. */
  readonly storeHash: string;
}

/** A row of which the store says something else. */
export interface LoadDifference extends SourceAllocation {
  /** Where it stands in the source: `line 7`. */
  readonly place: string;
  /** The cell that is stored; undefined if the customer has none in this test. */
  readonly storedCell: string | undefined;
}

/** What a verification found. */
export interface LoadReport {
  /** Rows that could be read. */
  readonly rows: number;
  /** Rows that couldn't. */
  readonly unreadable: number;
  /** Rows whose customer has no cell in the test. */
  readonly missing: number;
  /** Rows whose customer has another cell in the test: rejects of the load, or of a file with two rows for one customer. */
  readonly different: number;
  /** The first 100 rows that are missing or different, in the order of the source. */
  readonly differences: readonly LoadDifference[];
  /** Counts and hashes of both sides, by test and cell, in alphabetical order. Equal on both sides if nothing is missing or different. */
  readonly cells: readonly VerifiedCell[];
}

const MOST_DIFFERENCES = 100;

/**
 * Reads a source again, and compares each row with what the store says of its customer, in one read of one partition for each row. Rows that the load rejected
 * are found as unreadable, missing or different. What the store has beside the source isn't looked for.
 *
 * @throws OpsError INVALID_ARGUMENT; what the source fails with; what the store fails with after its retries; what `abortError()` returns
 */
export async function verifyLoad(options: VerifyLoadOptions): Promise<LoadReport> {
  const { source, allocations, concurrency = CONCURRENCY, signal } = options;
  checkConcurrency(concurrency);
  const opened = await source.open(signal);
  const compared = new Comparison();
  const look = async ({ allocation }: SourceRow): Promise<string | undefined> => allocation && storedCell(allocations, allocation, signal);
  for await (const { item, result } of inOrder(opened.rows(undefined, signal), concurrency, look)) {
    throwIfAborted(signal, 'Verifying a load');
    compared.add(item, result);
  }
  return compared.report();
}

async function storedCell(
  allocations: Pick<Allocations, 'allocationsOf'>,
  { customerId, testId }: SourceAllocation,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const found = await allocations.allocationsOf(customerId, { signal });
  return found.find((each) => each.testId === testId)?.cell;
}

interface Side {
  rows: number;
  hash: bigint;
}

class Comparison {
  #rows = 0;
  #unreadable = 0;
  #missing = 0;
  #different = 0;
  readonly #differences: LoadDifference[] = [];
  readonly #cells = new Map<string, { readonly testId: string; readonly cell: string; readonly source: Side; readonly store: Side }>();

  add({ allocation, place }: SourceRow, stored: string | undefined): void {
    if (allocation === undefined) {
      this.#unreadable += 1;
      return;
    }
    this.#rows += 1;
    this.#count('source', allocation);
    if (stored !== undefined) this.#count('store', { ...allocation, cell: stored });
    if (stored === allocation.cell) return;
    if (stored === undefined) this.#missing += 1;
    else this.#different += 1;
    if (this.#differences.length < MOST_DIFFERENCES) this.#differences.push({ place, ...allocation, storedCell: stored });
  }

  report(): LoadReport {
    const [rows, unreadable, missing, different] = [this.#rows, this.#unreadable, this.#missing, this.#different];
    const cells = [...this.#cells].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
    return { rows, unreadable, missing, different, differences: this.#differences, cells: cells.map(verifiedCell) };
  }

  #count(side: 'source' | 'store', allocation: SourceAllocation): void {
    const { testId, cell } = allocation;
    const key = JSON.stringify([testId, cell]);
    const counted = this.#cells.get(key) ?? { testId, cell, source: { rows: 0, hash: 0n }, store: { rows: 0, hash: 0n } };
    this.#cells.set(key, counted);
    counted[side].rows += 1;
    counted[side].hash = BigInt.asUintN(64, counted[side].hash + hashOf(allocation));
  }
}

function verifiedCell({
  testId,
  cell,
  source,
  store,
}: {
  readonly testId: string;
  readonly cell: string;
  readonly source: Side;
  readonly store: Side;
}): VerifiedCell {
  const sides = { sourceRows: source.rows, storeRows: store.rows, sourceHash: digits(source.hash), storeHash: digits(store.hash) };
  return { testId, cell, ...sides };
}

function digits(hash: bigint): string {
  return hash.toString(16).padStart(16, '0');
}

function hashOf({ customerId, testId, cell }: SourceAllocation): bigint {
  return createHash('sha256')
    .update(JSON.stringify([customerId, testId, cell]))
    .digest()
    .readBigUInt64BE();
}

import { mergeUnordered, type RecipeRow } from '@ringside/client-recipes';
import { type AbTest, checkCell, checkKept, needTest } from './ab-tests.ts';
import { allBuckets } from './buckets.ts';
import { checkWhole } from './names.ts';
import { partitionPages } from './partition-pages.ts';
import type { Store } from './store.ts';

/** Which customers are listed. */
export interface CustomersInRequest {
  /** The test. */
  readonly testId: string;
  /** One of its cells. */
  readonly cell: string;
  /** How many pages exist at most, those included that are being read and the one that you process. Default: 4. */
  readonly parallel?: number | undefined;
  /** Rows per page. Default: 1,000. */
  readonly pageSize?: number | undefined;
}

/** A customer in a cell. */
export interface CellCustomer {
  /** The customer. */
  readonly customerId: string;
  /** Since when. */
  readonly allocatedAt: Date;
}

const MOST_PARALLEL = 64;
const LARGEST_PAGE = 10_000;

/** Lists the customers of a cell; see `Allocations.customersIn()`. */
export async function* customersIn(
  store: Store,
  { testId, cell, parallel = 4, pageSize = 1_000 }: CustomersInRequest,
  signal: AbortSignal,
): AsyncGenerator<readonly CellCustomer[], void, undefined> {
  checkWhole('parallel', parallel, 1, MOST_PARALLEL);
  checkWhole('pageSize', pageSize, 1, LARGEST_PAGE);
  const test = await needTest(store, testId, signal);
  checkCell(test, cell);
  const left = allBuckets(test.buckets).values();
  const source = async function* (): AsyncGenerator<readonly CellCustomer[], void, undefined> {
    for (const bucket of left) yield* bucketPages(store, test, { cell, bucket, pageSize }, signal);
  };
  yield* mergeUnordered(Array.from({ length: Math.min(parallel, test.buckets) }, source));
  await checkKept(store, test, signal);
}

async function* bucketPages(
  store: Store,
  { testId, indexVersion }: AbTest,
  { cell, bucket, pageSize }: { readonly cell: string; readonly bucket: number; readonly pageSize: number },
  signal: AbortSignal,
): AsyncGenerator<readonly CellCustomer[], void, undefined> {
  const statement = `SELECT customer_id, allocated_at FROM ${store.tables.byCell} WHERE test_id = ? AND version = ? AND cell = ? AND bucket = ?`;
  const values = [testId, indexVersion, cell, bucket];
  const asked = { what: `Reading the customers in ${cell} of ${testId}`, statement, values, fetchSize: pageSize };
  for await (const rows of partitionPages(store, asked, signal)) yield rows.map(customerOf);
}

function customerOf(row: RecipeRow): CellCustomer {
  return { customerId: String(row.get('customer_id')), allocatedAt: row.get('allocated_at') as Date };
}

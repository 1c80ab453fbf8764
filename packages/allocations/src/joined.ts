import type { RecipeRow } from '@ringside/client-recipes';
import { type AbTest, checkKept, needTest } from './ab-tests.ts';
import { allBuckets } from './buckets.ts';
import { daysBetween } from './days.ts';
import { mergeInOrder } from './merge-in-order.ts';
import { partitionPages } from './partition-pages.ts';
import type { Store } from './store.ts';

/** Which days are listed. */
export interface JoinedRequest {
  /** The test. */
  readonly testId: string;
  /** The first day, in UTC: `2026-05-04`. */
  readonly from: string;
  /** The last day. */
  readonly to: string;
}

/** A customer that joined a test. */
export interface JoinedCustomer {
  /** The customer. */
  readonly customerId: string;
  /** The cell. */
  readonly cell: string;
  /** When. */
  readonly allocatedAt: Date;
}

/** How many rows are kept, all buckets together, unless there are so many buckets that each has the smallest page. */
const KEPT_ROWS = 50_000;
const SMALLEST_PAGE = 16;
const LARGEST_PAGE = 1_000;
const PARALLEL = 8;

/** Lists who joined a test, in the order of time; see `Allocations.joined()`. */
export async function* joined(
  store: Store,
  { testId, from, to }: JoinedRequest,
  signal: AbortSignal,
): AsyncGenerator<readonly JoinedCustomer[], void, undefined> {
  const days = daysBetween(from, to);
  const test = await needTest(store, testId, signal);
  for (const day of days) yield* joinedOn(store, test, day, signal);
  await checkKept(store, test, signal);
}

/** Who joined on one day, in the order of time: the buckets of the day, each of which is sorted, are merged. */
function joinedOn(
  store: Store,
  test: AbTest,
  day: string,
  signal: AbortSignal,
): AsyncGenerator<readonly JoinedCustomer[], void, undefined> {
  const fetchSize = Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, Math.floor(KEPT_ROWS / test.buckets)));
  const buckets = allBuckets(test.buckets).map((bucket) => bucketPages(store, test, { day, bucket, fetchSize }, signal));
  return mergeInOrder(buckets, { keyOf: ({ allocatedAt }) => allocatedAt.getTime(), pageSize: LARGEST_PAGE, parallel: PARALLEL });
}

async function* bucketPages(
  store: Store,
  { testId, indexVersion }: AbTest,
  { day, bucket, fetchSize }: { readonly day: string; readonly bucket: number; readonly fetchSize: number },
  signal: AbortSignal,
): AsyncGenerator<readonly JoinedCustomer[], void, undefined> {
  const statement = `SELECT allocated_at, customer_id, cell FROM ${store.tables.byDay} WHERE test_id = ? AND version = ? AND day = ? AND bucket = ?`;
  const asked = { what: `Reading who joined ${testId} on ${day}`, statement, values: [testId, indexVersion, day, bucket], fetchSize };
  for await (const rows of partitionPages(store, asked, signal)) yield rows.map(joinedOf);
}

function joinedOf(row: RecipeRow): JoinedCustomer {
  return { customerId: String(row.get('customer_id')), cell: String(row.get('cell')), allocatedAt: row.get('allocated_at') as Date };
}

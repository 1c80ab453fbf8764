import type { RecipeRow } from '@ringside/client-recipes';
import { bucketOf } from './buckets.ts';
import { partitionPages } from './partition-pages.ts';
import { send, type Store } from './store.ts';
import type { StoredAllocation } from './truth.ts';

/** Into how many partitions the intents of a minute are divided: all writers and sweepers must agree. */
export const INTENT_SHARDS = 16;
/** The span of time of one partition. */
export const INTENT_MINUTE_MS = 60_000;
const PAGE_SIZE = 500;

/** A customer and a test of which an allocation was begun. */
export type Intent = Pick<StoredAllocation, 'customerId' | 'testId'>;

/** Notes that an allocation is about to be decided, so that a sweeper finishes what this program doesn't. */
export async function noteIntent(store: Store, { customerId, testId }: Intent, signal: AbortSignal | undefined): Promise<void> {
  const statement = `INSERT INTO ${store.tables.intents} (minute, shard, customer_id, test_id) VALUES (?, ?, ?, ?)`;
  const minute = new Date(minuteOf(store.clock.nowMs()));
  const values = [minute, bucketOf(customerId, INTENT_SHARDS), customerId, testId];
  await send(store, { what: `Noting that ${customerId} gets a cell in ${testId}`, statement, values }, signal);
}

/** The first instant of a minute, in milliseconds since 1970. */
export function minuteOf(instantMs: number): number {
  return instantMs - (instantMs % INTENT_MINUTE_MS);
}

/** The intents of a minute and a shard, by pages. */
export async function* intentsOf(
  store: Store,
  minuteMs: number,
  shard: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Intent[], void, undefined> {
  const statement = `SELECT customer_id, test_id FROM ${store.tables.intents} WHERE minute = ? AND shard = ?`;
  const asked = { what: 'Reading intents', statement, values: [new Date(minuteMs), shard], fetchSize: PAGE_SIZE };
  for await (const rows of partitionPages(store, asked, signal)) yield rows.map(intentOf);
}

function intentOf(row: RecipeRow): Intent {
  return { customerId: String(row.get('customer_id')), testId: String(row.get('test_id')) };
}

import { murmur3Token } from '@ringside/ring';
import { checkWhole } from './names.ts';

/** The most rows that a partition of an index table should have. A rule of thumb of the field; nothing in Cassandra enforces it. */
export const ROWS_PER_PARTITION = 100_000;
/** Chance fills some buckets more than others. That one has more than so many standard deviations above the mean happens to about one bucket in a billion. */
const DEVIATIONS = 6;
const MOST_BUCKETS = 65_536;
/** What the buckets are enough for: about everybody there is, in one test. */
const MOST_CUSTOMERS = 6_400_000_000;

/**
 * How many buckets keep every partition of both index tables within 100,000 rows, however the customers divide into cells and days, and by chance into buckets:
 * the smallest power of two with which the mean and six standard deviations, each about the root of the mean, are within the bound.
 *
 * @param expectedCustomers of the whole test, up to 6.4 billion
 * @throws OpsError INVALID_ARGUMENT
 */
export function bucketsFor(expectedCustomers: number): number {
  checkWhole('expectedCustomers', expectedCustomers, 1, MOST_CUSTOMERS);
  for (let buckets = 1; buckets < MOST_BUCKETS; buckets *= 2) {
    const mean = expectedCustomers / buckets;
    if (mean + (buckets === 1 ? 0 : DEVIATIONS * Math.sqrt(mean)) <= ROWS_PER_PARTITION) return buckets;
  }
  return MOST_BUCKETS;
}

/**
 * The bucket of a customer: the token that Cassandra computes for the key, `token(customer_id)`, as an unsigned number, modulo the number of buckets.
 *
 * @param customerId the customer
 * @param buckets how many the test has
 * @returns from 0
 */
export function bucketOf(customerId: string, buckets: number): number {
  return Number(BigInt.asUintN(64, murmur3Token(Buffer.from(customerId))) % BigInt(buckets));
}

/** All buckets, from 0. */
export function allBuckets(buckets: number): readonly number[] {
  return Array.from({ length: buckets }, (_, bucket) => bucket);
}

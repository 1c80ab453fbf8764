import { murmur3Token, serializeKey } from '@ringside/ring';
import { expect, test } from 'vitest';
import { allBuckets, bucketOf, bucketsFor, ROWS_PER_PARTITION } from './buckets.ts';

/** How many of so many customers are in the fullest bucket. */
function fullest(customers: number, buckets: number): number {
  const rows = new Uint32Array(buckets);
  for (let customer = 0; customer < customers; customer += 1) {
    const bucket = bucketOf(`customer-${customer}`, buckets);
    rows[bucket] = (rows[bucket] ?? 0) + 1;
  }
  return Math.max(...rows);
}

test.each([
  [1, 1],
  [100_000, 1],
  [100_001, 2],
  [196_241, 2],
  [196_242, 4],
  // 2 × 100,000 would fill one of two buckets beyond the bound about every time.
  [200_000, 4],
  [50_000_000, 512],
  [1_000_000_000, 16_384],
  [6_400_000_000, 65_536],
])('%i expected customers get %i buckets', (customers, buckets) => {
  expect(bucketsFor(customers)).toBe(buckets);
});

test('the fullest bucket of as many customers as its number of buckets is for stays within the bound, and without the margin it would not', () => {
  const customers = 784_960;
  expect([bucketsFor(customers), bucketsFor(customers + 200)]).toEqual([8, 16]);
  expect(fullest(customers, 8)).toBeLessThanOrEqual(ROWS_PER_PARTITION);
  expect(fullest(800_000, 8)).toBeGreaterThan(ROWS_PER_PARTITION);
});

test.each([0, -1, 1.5, Number.NaN, 6_400_000_001])('%d expected customers are refused', (customers) => {
  expect(() => bucketsFor(customers)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('a bucket is the token of the key as an unsigned number, modulo the number of buckets', () => {
  for (const customer of ['eva', 'ö', '1001', 'x'.repeat(1_000)]) {
    const token = murmur3Token(serializeKey('text', customer));
    expect(bucketOf(customer, 256)).toBe(Number(BigInt.asUintN(8, token)));
    expect(bucketOf(customer, 1)).toBe(0);
  }
  expect(allBuckets(3)).toEqual([0, 1, 2]);
});

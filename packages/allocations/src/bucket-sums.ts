import { murmur3Token } from '@ringside/ring';
import { type IndexRow, textOf } from './index-rows.ts';

interface Sum {
  count: number;
  hash: bigint;
}

/** For each bucket, how many rows it has, and the sum of their hashes modulo 2^64: the same for the same rows in any order. */
export class BucketSums {
  readonly #sums = new Map<number, Sum>();

  /** Takes a row into account. */
  add(row: IndexRow): void {
    const sum = this.#sums.get(row.bucket) ?? { count: 0, hash: 0n };
    sum.count += 1;
    sum.hash = BigInt.asUintN(64, sum.hash + murmur3Token(Buffer.from(textOf(row))));
    this.#sums.set(row.bucket, sum);
  }

  /** How many rows there are in all buckets. */
  get rows(): number {
    return [...this.#sums.values()].reduce((all, { count }) => all + count, 0);
  }

  /** The buckets that differ. */
  differingFrom(other: BucketSums): readonly number[] {
    const buckets = new Set([...this.#sums.keys(), ...other.#sums.keys()]);
    return [...buckets].filter((bucket) => {
      const [ours, theirs] = [this.#sums.get(bucket), other.#sums.get(bucket)];
      return ours?.count !== theirs?.count || ours?.hash !== theirs?.hash;
    });
  }
}

import { MAX_TOKEN, MIN_TOKEN, type Token, type TokenRange } from '@ringside/ring';

/**
 * The token at which Cassandra cuts a range in two: half the sum of its ends, rounded down; for a range that wraps, counted past the
 * top of the ring (`Murmur3Partitioner.midpoint`). Of a range too narrow to cut it is one of the ends.
 */
export function midpoint({ start, end }: TokenRange): Token {
  if (start < end) return ((start + end) >> 1n) as Token;
  const middle = (MAX_TOKEN - MIN_TOKEN + start + end) >> 1n;
  return (middle > MAX_TOKEN ? MIN_TOKEN + (middle - MAX_TOKEN) : middle) as Token;
}

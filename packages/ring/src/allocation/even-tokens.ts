import { advance, MIN_TOKEN, RING_SIZE, type Token } from '../token/token.ts';

/**
 * `count` tokens that cut the ring into equal parts, the way Cassandra's documentation computes `initial_token`s:
 * token i = i × 2^64 / count − 2^63.
 *
 * @param count how many tokens, a whole number from 1
 * @param offset moves them all along the ring, so that a second datacenter's tokens differ from the first one's
 * @throws {RangeError} when `count` is not a whole number from 1
 */
export function evenTokens(count: number, offset: bigint = 0n): Token[] {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${count} is not a number of tokens`);
  return Array.from({ length: count }, (_, at) => advance(MIN_TOKEN, (RING_SIZE * BigInt(at)) / BigInt(count) + offset));
}

import { errors } from '@ringside/core';

/**
 * A position on the ring of `Murmur3Partitioner`: a signed 64-bit integer. It is a `bigint`, because neighbouring tokens near
 * ±2^63 would be one and the same `number`.
 */
export type Token = bigint & { readonly brand: 'Token' };

const SPAN = 1n << 64n;
const LOWEST = -(1n << 63n);
const HIGHEST = (1n << 63n) - 1n;

/**
 * The ring's minimum, −2^63. No key hashes to it: it is the start of the ring, and what the empty key is given
 * (`Murmur3Partitioner.MINIMUM`).
 */
export const MIN_TOKEN: Token = LOWEST as Token;

/** The highest token, 2^63 − 1. */
export const MAX_TOKEN: Token = HIGHEST as Token;

/** How many tokens the ring has, 2^64. */
export const RING_SIZE: bigint = SPAN;

/**
 * Makes a token of a number or its decimal text, as `nodetool ring` and `system.local` write it.
 *
 * @throws {OpsError} INVALID_ARGUMENT when it is not a whole number from −2^63 to 2^63 − 1
 * @example
 * ```ts
 * token('-9223372036854775808') === MIN_TOKEN; // true
 * ```
 */
export function token(value: bigint | string): Token {
  const number = typeof value === 'string' ? parseToken(value) : value;
  if (number === undefined || number < LOWEST || number > HIGHEST) {
    throw errors.INVALID_ARGUMENT({
      message: `${JSON.stringify(String(value))} is not a token`,
      remedy: 'A token is a whole number from -9223372036854775808 to 9223372036854775807.',
    });
  }
  return number as Token;
}

function parseToken(text: string): bigint | undefined {
  return /^[+-]?\d{1,20}$/.test(text.trim()) ? BigInt(text.trim()) : undefined;
}

/** Orders tokens along the ring from {@link MIN_TOKEN}; for `Array.prototype.toSorted`. */
export function compareTokens(a: Token, b: Token): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** How far it is from one token forward to another, wrapping past the top: 0 … 2^64 − 1. */
export function distance(from: Token, to: Token): bigint {
  return BigInt.asUintN(64, to - from);
}

/**
 * The token `steps` further along the ring, wrapping past the top; negative steps go back.
 *
 * @param steps how many tokens further; may be negative
 */
export function advance(from: Token, steps: bigint): Token {
  return BigInt.asIntN(64, from + steps) as Token;
}

/** The share of the ring that so many tokens are, 0 … 1, to a double's precision. */
export function fractionOfRing(width: bigint): number {
  return Number(width) / 2 ** 64;
}

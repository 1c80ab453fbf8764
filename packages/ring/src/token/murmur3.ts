import { int32, murmur3Arithmetic } from './murmur3-arithmetic.ts';
import { BATCH_TOKENS, instantiateMurmur3, KEY_AREA_BYTES, type Murmur3Wasm } from './murmur3-wasm.ts';
import type { Token } from './token.ts';

let compiled: Murmur3Wasm | false | undefined;

/** Compiles on first use, once: importing this module costs nothing and has no effect. */
function wasm(): Murmur3Wasm | false {
  compiled ??= instantiateMurmur3() ?? false;
  return compiled;
}

/**
 * The token of a partition key under `Murmur3Partitioner`, exactly as Cassandra computes it: the first half of MurmurHash3
 * x64-128 with seed 0, with Cassandra's own sign extension of tail bytes (which the original lacks, so a stock MurmurHash3
 * differs for keys with a byte ≥ 0x80 past the last whole 16 bytes), and −2^63 replaced by 2^63 − 1. The empty key gets
 * `MIN_TOKEN`.
 *
 * @param key the key's bytes: a single key column's as they are, several by {@link encodeRoutingKey}
 * @example
 * ```ts
 * murmur3Token(serializeKey('text', 'hello')); // -3758069500696749310n
 * ```
 */
export function murmur3Token(key: Uint8Array): Token {
  const sizeBytes = key.length;
  const module = wasm();
  if (module === false || sizeBytes === 0 || sizeBytes > KEY_AREA_BYTES) return murmur3Arithmetic(key);
  if (sizeBytes > SMALL_KEY_BYTES) module.bytes.set(key);
  else copySmall(key, module);
  return module.hash(0, sizeBytes) as Token;
}

/** Below this a loop beats `TypedArray.set`, whose call alone costs as much as the hash of 16 bytes. */
const SMALL_KEY_BYTES = 48;

function copySmall(key: Uint8Array, { bytes, words }: Murmur3Wasm): void {
  const whole = key.length & ~3;
  for (let at = 0; at < whole; at += 4) words[at >>> 2] = int32(key, at);
  for (let at = whole; at < key.length; at += 1) bytes[at] = key[at] as number;
}

/**
 * The tokens of many keys at once, in their order; each as {@link murmur3Token} gives it. It makes one typed array instead of one
 * `bigint` a key.
 */
export function murmur3Tokens(keys: readonly Uint8Array[]): BigInt64Array<ArrayBuffer> {
  const tokens = new BigInt64Array(keys.length);
  for (let at = 0; at < keys.length; at += 1) tokens[at] = murmur3Token(keys[at] as Uint8Array);
  return tokens;
}

/**
 * The tokens of keys of one length, packed one after the other: the fastest form, for bulk loads and simulations.
 *
 * @param packed the keys; their total size must be a multiple of `keySizeBytes`
 * @param keySizeBytes how long each key is, 1 … 65,536
 * @throws {RangeError} when the sizes do not fit together
 */
export function murmur3PackedTokens(packed: Uint8Array, keySizeBytes: number): BigInt64Array<ArrayBuffer> {
  const count = packed.length / keySizeBytes;
  if (!Number.isInteger(count) || !Number.isInteger(keySizeBytes) || keySizeBytes < 1 || keySizeBytes > KEY_AREA_BYTES) {
    throw new RangeError(`${packed.length} bytes are not whole keys of ${keySizeBytes} bytes`);
  }
  const tokens = new BigInt64Array(count);
  const module = wasm();
  const batch = Math.min(BATCH_TOKENS, Math.floor(KEY_AREA_BYTES / keySizeBytes));
  for (let first = 0; first < count; first += batch) {
    const keys = packed.subarray(first * keySizeBytes, Math.min(first + batch, count) * keySizeBytes);
    if (module === false) hashEach(keys, keySizeBytes, tokens, first);
    else hashTogether(module, keys, keySizeBytes, tokens, first);
  }
  return tokens;
}

function hashTogether(module: Murmur3Wasm, keys: Uint8Array, keySizeBytes: number, tokens: BigInt64Array, first: number): void {
  const count = keys.length / keySizeBytes;
  module.bytes.set(keys);
  module.hashPacked(0, keySizeBytes, count, KEY_AREA_BYTES);
  tokens.set(module.tokens.subarray(0, count), first);
}

function hashEach(keys: Uint8Array, keySizeBytes: number, tokens: BigInt64Array, first: number): void {
  for (let at = 0; at < keys.length; at += keySizeBytes) {
    tokens[first + at / keySizeBytes] = murmur3Arithmetic(keys.subarray(at, at + keySizeBytes));
  }
}

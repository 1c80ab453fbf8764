import { createRequire } from 'node:module';
import { throwIfAborted } from '@ringside/core';
import { murmur3Arithmetic, murmur3PackedTokens, murmur3Token, murmur3Tokens } from '@ringside/ring';
import type { Bench, BenchOptions } from './bench.ts';
import { measurePairs, round } from './statistics.ts';

/** The part of the driver's tokenizer that is measured; it is internal to the driver and has no types. */
interface DriverTokenizer {
  hash(key: Buffer): object;
}

const KEYS = 10_000;
const ROUNDS = 10;
const KEY_SIZE_BYTES = 16;
const require = createRequire(import.meta.url);
const { Murmur3Tokenizer } = require('cassandra-driver/lib/tokenizer.js') as { Murmur3Tokenizer: new () => DriverTokenizer };

/** Keeps the last token of a run, so that no run can be optimized away. */
const kept: { token?: unknown } = {};

/**
 * Ours against the driver's tokenizer on the same 16-byte keys. `ratio` is like for like: one key in, one comparable token out (a `bigint`
 * here, a `Murmur3Token` there). The other cases show what a batch saves, and what is left where WebAssembly is missing.
 */
export const bench: Bench = {
  name: 'tokens',
  describe: 'tokens/s of 16-byte keys, murmur3Token() ÷ cassandra-driver’s Murmur3Tokenizer.hash(): at least 20',
  bars: [{ figure: 'ratio', atLeast: 20 }],
  async run({ log, pairs = 15, signal }: BenchOptions) {
    const { keys, packed } = makeKeys();
    const tokenizer = new Murmur3Tokenizer();
    const driver = async (): Promise<number> => tokensPerSecond(() => driverTokens(tokenizer, keys));
    const cases = {
      batch: () => (kept.token = murmur3Tokens(keys)),
      packed: () => (kept.token = murmur3PackedTokens(packed, KEY_SIZE_BYTES)),
      arithmetic: () => arithmeticTokens(keys),
      single: () => singleTokens(keys),
    };
    const figures: Record<string, { tokensPerSecond: number; driverTokensPerSecond: number; ratio: number }> = {};
    for (const [name, run] of Object.entries(cases)) {
      throwIfAborted(signal, 'The benchmark');
      log(`${name}: ${pairs} pairs`);
      const { oursMedian, peerMedian, ratio } = await measurePairs(pairs, async () => tokensPerSecond(run), driver);
      figures[name] = { tokensPerSecond: Math.round(oursMedian), driverTokensPerSecond: Math.round(peerMedian), ratio: round(ratio, 1) };
    }
    return { keys: KEYS, keySizeBytes: KEY_SIZE_BYTES, pairs, ...figures, atLeast: 20, ratio: figures['single']?.ratio };
  },
};

/** The same keys twice: a buffer each, as the driver wants them, and packed into one. Filled by a fixed generator. */
function makeKeys(): { keys: readonly Buffer[]; packed: Uint8Array } {
  const packed = new Uint8Array(KEYS * KEY_SIZE_BYTES);
  let state = 0x9e3779b9;
  for (let at = 0; at < packed.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    packed[at] = state >>> 24;
  }
  const keys = Array.from({ length: KEYS }, (_, at) => Buffer.from(packed.slice(at * KEY_SIZE_BYTES, (at + 1) * KEY_SIZE_BYTES)));
  return { keys, packed };
}

/** One loop for each side: a loop that all shared would call through a variable, which no caller's loop does. */
function driverTokens(tokenizer: DriverTokenizer, keys: readonly Buffer[]): void {
  for (const key of keys) kept.token = tokenizer.hash(key);
}

function singleTokens(keys: readonly Buffer[]): void {
  for (const key of keys) kept.token = murmur3Token(key);
}

function arithmeticTokens(keys: readonly Buffer[]): void {
  for (const key of keys) kept.token = murmur3Arithmetic(key);
}

function tokensPerSecond(run: () => void): number {
  const started = process.hrtime.bigint();
  for (let round = 0; round < ROUNDS; round += 1) run();
  return (ROUNDS * KEYS * 1e9) / Number(process.hrtime.bigint() - started);
}

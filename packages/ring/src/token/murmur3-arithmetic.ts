import { MIN_TOKEN, type Token } from './token.ts';

/**
 * The same hash in 32-bit arithmetic, for where WebAssembly is missing. A 64-bit value is two signed 32-bit halves; a
 * product's halves come back in {@link high} and {@link low}, since allocating a pair for each would cost more than the product.
 */

interface Word {
  high: number;
  low: number;
}

let high = 0;
let low = 0;

const TWO_32 = 4_294_967_296;
const C1 = { high: 0x87c37b91 | 0, low: 0x114253d5 };
const C2 = { high: 0x4cf5ad43, low: 0x2745937f };
const AVALANCHE_1 = { high: 0xff51afd7 | 0, low: 0xed558ccd | 0 };
const AVALANCHE_2 = { high: 0xc4ceb9fe | 0, low: 0x1a85ec53 };

const token = new BigInt64Array(1);
const tokenBytes = new DataView(token.buffer);
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The token of a key, as `murmur3Token` gives it, computed without WebAssembly and without `BigInt` arithmetic: about a quarter of
 * its speed. What `murmur3Token` falls back to by itself; exported to be measured and compared.
 */
export function murmur3Arithmetic(key: Uint8Array): Token {
  if (key.length === 0) return MIN_TOKEN;
  const h1: Word = { high: 0, low: 0 };
  const h2: Word = { high: 0, low: 0 };
  const end = key.length & ~15;
  for (let at = 0; at < end; at += 16) mixBlock(h1, h2, key, at);
  if (end < key.length) mixTail(h1, h2, key, end);
  h1.low ^= key.length;
  h2.low ^= key.length;
  add(h1, h2);
  add(h2, h1);
  avalanche(h1);
  avalanche(h2);
  add(h1, h2);
  return normalized(h1);
}

function mixBlock(h1: Word, h2: Word, key: Uint8Array, at: number): void {
  scramble(int32(key, at + 4), int32(key, at), C1, 31, C2);
  h1.high ^= high;
  h1.low ^= low;
  rotate(h1.high, h1.low, 27);
  h1.high = high;
  h1.low = low;
  add(h1, h2);
  timesFivePlus(h1, 0x52dce729);
  scramble(int32(key, at + 12), int32(key, at + 8), C2, 33, C1);
  h2.high ^= high;
  h2.low ^= low;
  rotate(h2.high, h2.low, 31);
  h2.high = high;
  h2.low = low;
  add(h2, h1);
  timesFivePlus(h2, 0x38495ab5);
}

/** Every tail byte is shifted into place *with its sign*, so a byte ≥ 0x80 also flips all higher bits (CASSANDRA's `getBlock` tail). */
function mixTail(h1: Word, h2: Word, key: Uint8Array, start: number): void {
  const k1 = tailWord(key, start, Math.min(start + 8, key.length));
  const k2 = tailWord(key, start + 8, key.length);
  scramble(k2.high, k2.low, C2, 33, C1);
  h2.high ^= high;
  h2.low ^= low;
  scramble(k1.high, k1.low, C1, 31, C2);
  h1.high ^= high;
  h1.low ^= low;
}

function tailWord(key: Uint8Array, start: number, end: number): Word {
  const word = { high: 0, low: 0 };
  for (let at = start; at < end; at += 1) {
    const signed = (byte(key, at) << 24) >> 24;
    const place = (at - start) * 8;
    if (place >= 32) {
      word.high ^= signed << (place - 32);
    } else {
      word.low ^= signed << place;
      word.high ^= place === 0 ? signed >> 31 : signed >> (32 - place);
    }
  }
  return word;
}

function scramble(kHigh: number, kLow: number, first: Readonly<Word>, bits: number, second: Readonly<Word>): void {
  multiply(kHigh, kLow, first);
  rotate(high, low, bits);
  multiply(high, low, second);
}

/** The low 64 bits of a product, by 16-bit limbs: the sum of partial products stays below 2^53. */
function multiply(aHigh: number, aLow: number, b: Readonly<Word>): void {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = b.low & 0xffff;
  const b1 = b.low >>> 16;
  const low01 = Math.imul(a0, b1) >>> 0;
  const low10 = Math.imul(a1, b0) >>> 0;
  const low00 = Math.imul(a0, b0) >>> 0;
  const middle = (low00 >>> 16) + (low01 & 0xffff) + (low10 & 0xffff);
  const carried = (low01 >>> 16) + (low10 >>> 16) + (middle >>> 16);
  high = (Math.imul(a1, b1) + carried + Math.imul(aHigh, b.low) + Math.imul(aLow, b.high)) | 0;
  low = (low00 & 0xffff) | (middle << 16);
}

function rotate(aHigh: number, aLow: number, bits: number): void {
  const left = bits & 31;
  const swap = bits >= 32;
  const top = swap ? aLow : aHigh;
  const bottom = swap ? aHigh : aLow;
  high = (top << left) | (bottom >>> (32 - left));
  low = (bottom << left) | (top >>> (32 - left));
}

function add(target: Word, other: Readonly<Word>): void {
  const sum = (target.low >>> 0) + (other.low >>> 0);
  target.high = (target.high + other.high + (sum >= TWO_32 ? 1 : 0)) | 0;
  target.low = sum | 0;
}

function timesFivePlus(target: Word, addend: number): void {
  const sum = (target.low >>> 0) * 5 + addend;
  target.high = (Math.imul(target.high, 5) + Math.floor(sum / TWO_32)) | 0;
  target.low = sum | 0;
}

function avalanche(h: Word): void {
  multiply(h.high, h.low ^ (h.high >>> 1), AVALANCHE_1);
  multiply(high, low ^ (high >>> 1), AVALANCHE_2);
  h.high = high;
  h.low = low ^ (high >>> 1);
}

function normalized(h: Readonly<Word>): Token {
  const lowest = h.high === -0x80000000 && h.low === 0;
  tokenBytes.setInt32(LITTLE_ENDIAN ? 0 : 4, lowest ? -1 : h.low, LITTLE_ENDIAN);
  tokenBytes.setInt32(LITTLE_ENDIAN ? 4 : 0, lowest ? 0x7fffffff : h.high, LITTLE_ENDIAN);
  return token[0] as Token;
}

const byte = (key: Uint8Array, at: number): number => key[at] as number;

/** Four bytes of a key as a signed number, the first one lowest. */
export function int32(key: Uint8Array, at: number): number {
  return byte(key, at) | (byte(key, at + 1) << 8) | (byte(key, at + 2) << 16) | (byte(key, at + 3) << 24);
}

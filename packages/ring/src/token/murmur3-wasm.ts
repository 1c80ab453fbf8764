import {
  branch,
  call,
  type Code,
  constI32,
  constI64,
  encodeModule,
  get,
  I32,
  I64,
  loadI64,
  loadI64Byte,
  op,
  set,
  storeI64,
  until,
} from './wasm-encoder.ts';

/** The hash as a WebAssembly instance: its memory, and its two functions. */
export interface Murmur3Wasm {
  /** 64 KiB of keys, then room for the tokens of one batch. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same memory by four bytes. */
  readonly words: Int32Array<ArrayBuffer>;
  /** Room for {@link BATCH_TOKENS} tokens. */
  readonly tokens: BigInt64Array<ArrayBuffer>;
  /** The token of the `sizeBytes` (1 … {@link KEY_AREA_BYTES}) at the memory's start. */
  readonly hash: (address: number, sizeBytes: number) => bigint;
  /** Writes the tokens of `count` keys of `sizeBytes` each, packed at the memory's start, to the token area. */
  readonly hashPacked: (address: number, sizeBytes: number, count: number, tokensAddress: number) => void;
}

/** How many bytes of keys fit at once: one more than the longest partition key that Cassandra takes (65,535). */
export const KEY_AREA_BYTES = 65_536;
/** How many tokens one batch can return. */
export const BATCH_TOKENS = 8_192;

const C1 = 0x87c37b91114253d5n;
const C2 = 0x4cf5ad432745937fn;

/** Parameters and locals of `hash`; `I` is first the end of the whole blocks, then the place in the tail. */
const [P, SIZE, H1, H2, K1, K2, I] = [0, 1, 2, 3, 4, 5, 6] as const;

/** Pushes `rotl(k × first, bits) × second`. */
const scrambled = (k: number, first: bigint, bits: bigint, second: bigint): Code => [
  get(k),
  [constI64(first), op.i64.mul],
  [constI64(bits), op.i64.rotl],
  [constI64(second), op.i64.mul],
];
const scrambledK1 = scrambled(K1, C1, 31n, C2);
const scrambledK2 = scrambled(K2, C2, 33n, C1);

/** `h = (rotl(h ^ scrambled, bits) + other) × 5 + addend` for one half of a 16-byte block. */
const mixHalf = (h: number, other: number, k: number, kScrambled: Code, offset: number, bits: bigint, addend: bigint): Code => [
  [get(P), loadI64(offset), set(k)],
  [get(h), kScrambled, op.i64.xor],
  [constI64(bits), op.i64.rotl],
  [get(other), op.i64.add],
  [constI64(5n), op.i64.mul, constI64(addend), op.i64.add],
  set(h),
];

const wholeBlocks: Code = [
  [get(SIZE), constI32(-16), op.i32.and, get(P), op.i32.add, set(I)],
  until(
    [get(P), get(I), op.i32.geU],
    [
      mixHalf(H1, H2, K1, scrambledK1, 0, 27n, 0x52dce729n),
      mixHalf(H2, H1, K2, scrambledK2, 8, 31n, 0x38495ab5n),
      [get(P), constI32(16), op.i32.add, set(P)],
    ],
  ),
];

/** `k ^= (signed byte at P + I) << 8 × (I − base)`: Cassandra extends the sign where the original hash does not. */
const mixTailByte = (k: number, base: number): Code => [
  get(k),
  [get(P), get(I), op.i32.add, loadI64Byte],
  [get(I), constI32(base), op.i32.sub, constI32(3), op.i32.shl, op.i64.extendI32U],
  [op.i64.shl, op.i64.xor],
  set(k),
];

const tail: Code = [
  [constI64(0n), set(K1), constI64(0n), set(K2)],
  [get(SIZE), constI32(15), op.i32.and, set(I)],
  until(
    [get(I), op.i32.eqz],
    [[get(I), constI32(1), op.i32.sub, set(I)], branch([get(I), constI32(8), op.i32.geU], mixTailByte(K2, 8), mixTailByte(K1, 0))],
  ),
  [get(H2), scrambledK2, op.i64.xor, set(H2)],
  [get(H1), scrambledK1, op.i64.xor, set(H1)],
];

const addTo = (target: number, other: number): Code => [get(target), get(other), op.i64.add, set(target)];
const xorSize = (h: number): Code => [get(h), get(SIZE), op.i64.extendI32U, op.i64.xor, set(h)];
const xorShifted = (h: number): Code => [get(h), get(h), constI64(33n), op.i64.shrU, op.i64.xor];
const avalanche = (h: number): Code => [
  [xorShifted(h), constI64(0xff51afd7ed558ccdn), op.i64.mul, set(h)],
  [xorShifted(h), constI64(0xc4ceb9fe1a85ec53n), op.i64.mul, set(h)],
  [xorShifted(h), set(h)],
];

/** Leaves `h1 + h2`, with −2^63 made 2^63 − 1 (`Murmur3Partitioner.normalize`). */
const finish: Code = [
  [xorSize(H1), xorSize(H2)],
  [addTo(H1, H2), addTo(H2, H1)],
  [avalanche(H1), avalanche(H2)],
  addTo(H1, H2),
  [constI64((1n << 63n) - 1n), get(H1)],
  [get(H1), constI64(-(1n << 63n)), op.i64.eq],
  op.select,
];

const [KEY, KEY_SIZE, COUNT, OUT] = [0, 1, 2, 3] as const;
const step = (local: number, by: Code): Code => [get(local), by, op.i32.add, set(local)];

/** The module's bytes: under 700, so that a browser compiles it at once even on its main thread (the limit there is 4 KiB). */
export function murmur3ModuleBytes(): Uint8Array<ArrayBuffer> {
  const hash = {
    name: 'hash',
    parameters: [I32, I32],
    results: [I64],
    locals: { i64: 4, i32: 1 },
    body: [wholeBlocks, branch([get(SIZE), constI32(15), op.i32.and], tail, []), finish],
  };
  const one: Code = [get(OUT), get(KEY), get(KEY_SIZE), call(0), storeI64];
  const next = [step(KEY, get(KEY_SIZE)), step(OUT, constI32(8)), step(COUNT, constI32(-1))];
  const hashPacked = {
    name: 'hashPacked',
    parameters: [I32, I32, I32, I32],
    results: [],
    locals: { i64: 0, i32: 0 },
    body: until([get(COUNT), op.i32.eqz], [one, next]),
  };
  return encodeModule([hash, hashPacked], 1 + (BATCH_TOKENS * 8) / 65_536);
}

/**
 * Compiles the hash, or says `undefined` where WebAssembly is missing or forbidden (a content security policy without
 * `wasm-unsafe-eval`), and on the rare big-endian host, whose typed arrays would read the module's memory backwards; the caller then
 * computes without it.
 */
export function instantiateMurmur3(): Murmur3Wasm | undefined {
  if (typeof WebAssembly === 'undefined' || new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) return undefined;
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(murmur3ModuleBytes()));
    const { memory, hash, hashPacked } = exports as unknown as Pick<Murmur3Wasm, 'hash' | 'hashPacked'> & {
      memory: { buffer: ArrayBuffer };
    };
    const bytes = new Uint8Array(memory.buffer);
    const words = new Int32Array(memory.buffer);
    return { bytes, words, tokens: new BigInt64Array(memory.buffer, KEY_AREA_BYTES, BATCH_TOKENS), hash, hashPacked };
  } catch {
    return undefined;
  }
}

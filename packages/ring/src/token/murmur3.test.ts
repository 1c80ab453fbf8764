import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur3PackedTokens, murmur3Token, murmur3Tokens } from './murmur3.ts';
import { murmur3Arithmetic } from './murmur3-arithmetic.ts';
import { instantiateMurmur3, KEY_AREA_BYTES, murmur3ModuleBytes } from './murmur3-wasm.ts';
import { MAX_TOKEN, MIN_TOKEN } from './token.ts';

const keys = fc.uint8Array({ minLength: 1, maxLength: 200 });

/** The inverse of a step of the hash, to build a key whose hash is known in advance. */
const inverse = (odd: bigint): bigint => {
  let result = 1n;
  for (let round = 0; round < 6; round += 1) result = BigInt.asUintN(64, result * (2n - odd * result));
  return result;
};
const rotateRight = (value: bigint, bits: bigint): bigint => BigInt.asUintN(64, (value >> bits) | (value << (64n - bits)));
const unavalanche = (hash: bigint): bigint => {
  let value = hash ^ (hash >> 33n);
  value = BigInt.asUintN(64, value * inverse(0xc4ceb9fe1a85ec53n));
  value ^= value >> 33n;
  value = BigInt.asUintN(64, value * inverse(0xff51afd7ed558ccdn));
  return value ^ (value >> 33n);
};

/** A 16-byte key that hashes to `token`: the steps of the hash backwards, with the second half's hash chosen as 0. */
function keyThatHashesTo(token: bigint): Uint8Array {
  const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
  const [c1, c2] = [0x87c37b91114253d5n, 0x4cf5ad432745937fn];
  const sum1 = unavalanche(u64(token));
  const sum2 = unavalanche(0n);
  const h2 = u64(sum2 - sum1) ^ 16n;
  const h1 = u64(sum1 - (h2 ^ 16n)) ^ 16n;
  const before2 = rotateRight(u64(u64(u64(h2 - 0x38495ab5n) * inverse(5n)) - h1), 31n);
  const before1 = rotateRight(u64(u64(h1 - 0x52dce729n) * inverse(5n)), 27n);
  const k2 = u64(rotateRight(u64(before2 * inverse(c1)), 33n) * inverse(c2));
  const k1 = u64(rotateRight(u64(before1 * inverse(c2)), 31n) * inverse(c1));
  const key = new DataView(new ArrayBuffer(16));
  key.setBigUint64(0, k1, true);
  key.setBigUint64(8, k2, true);
  return new Uint8Array(key.buffer);
}

describe('murmur3Token()', () => {
  it('gives the minimum token to the empty key', () => {
    expect(murmur3Token(new Uint8Array())).toBe(MIN_TOKEN);
  });

  it('computes the same with and without WebAssembly for keys of every length', () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(murmur3Arithmetic(key)).toBe(murmur3Token(key));
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds the key that was built backwards from any token', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: MIN_TOKEN + 1n, max: MAX_TOKEN }), (wanted) => {
        expect(murmur3Token(keyThatHashesTo(wanted))).toBe(wanted);
        expect(murmur3Arithmetic(keyThatHashesTo(wanted))).toBe(wanted);
      }),
    );
  });

  it('moves a hash of −2^63 to 2^63 − 1, since the minimum is no key’s token', () => {
    expect(murmur3Token(keyThatHashesTo(MIN_TOKEN))).toBe(MAX_TOKEN);
    expect(murmur3Arithmetic(keyThatHashesTo(MIN_TOKEN))).toBe(MAX_TOKEN);
  });

  it('hashes a view of a larger buffer by its own bytes only', () => {
    fc.assert(
      fc.property(keys, fc.nat(20), (key, offset) => {
        const larger = new Uint8Array(key.length + offset + 7).fill(0xab);
        larger.set(key, offset);
        expect(murmur3Token(larger.subarray(offset, offset + key.length))).toBe(murmur3Token(key));
      }),
    );
  });

  it('hashes keys longer than the compiled module’s memory by arithmetic, with no seam between the two', () => {
    for (const length of [KEY_AREA_BYTES - 1, KEY_AREA_BYTES, KEY_AREA_BYTES + 1]) {
      const key = Uint8Array.from({ length }, (_, at) => (at * 131) & 0xff);
      expect(murmur3Token(key)).toBe(murmur3Arithmetic(key));
    }
  });
});

describe('batches', () => {
  it('murmur3Tokens() gives each key its own token, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (batch) => {
        expect([...murmur3Tokens(batch)]).toEqual(batch.map((key) => murmur3Token(key)));
      }),
    );
  });

  it('murmur3PackedTokens() gives packed keys the tokens they have alone, over more than one batch', () => {
    const packed = Uint8Array.from({ length: 16 * 20_000 }, (_, at) => Math.imul(at, 2_654_435_761) >>> 24);
    const alone = Array.from({ length: 20_000 }, (_, at) => murmur3Token(packed.subarray(at * 16, at * 16 + 16)));
    expect([...murmur3PackedTokens(packed, 16)]).toEqual(alone);
  });

  it('murmur3PackedTokens() refuses sizes that do not fit together', () => {
    for (const size of [0, -16, 1.5, 7, Number.NaN]) expect(() => murmur3PackedTokens(new Uint8Array(32), size)).toThrow(RangeError);
  });
});

describe('the compiled hash', () => {
  it('is a valid module small enough for a browser’s main thread', () => {
    expect(instantiateMurmur3()).toBeDefined();
    expect(murmur3ModuleBytes().length).toBeLessThan(4_096);
  });

  it('is left out where WebAssembly is missing or forbidden', () => {
    const original: unknown = Reflect.get(globalThis, 'WebAssembly');
    try {
      Reflect.set(globalThis, 'WebAssembly', undefined);
      expect(instantiateMurmur3()).toBeUndefined();
      Reflect.set(globalThis, 'WebAssembly', {
        Module: function refused(): never {
          throw new Error('Refused to compile: unsafe-eval');
        },
      });
      expect(instantiateMurmur3()).toBeUndefined();
    } finally {
      Reflect.set(globalThis, 'WebAssembly', original);
    }
  });
});

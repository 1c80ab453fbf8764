import type { Chance } from './random.ts';

const TEN_KB = 10_000;
const LONGEST = 65_535;

function unique<T>(keys: readonly T[], text: (key: T) => string): T[] {
  return [...new Map(keys.map((key) => [text(key), key])).values()];
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * At least so many different partition keys of one component: every single byte, every length of tail (a key's length modulo 16) with
 * bytes below and above 0x80 in it, all-zero and all-one keys, some of 10 kB, and one of the greatest length.
 */
export function singleKeys(chance: Chance, count: number): Uint8Array[] {
  const everyByte = chance.many(256, (byte) => Uint8Array.of(byte));
  const uniform = [0x00, 0x7f, 0x80, 0xff].flatMap((byte) => chance.many(64, (length) => new Uint8Array(length + 1).fill(byte)));
  const oneHighByte = chance.many(64, (length) => {
    const key = new Uint8Array(length + 1);
    key[chance.integer(0, length)] = chance.integer(0x80, 0xff);
    return key;
  });
  const long = [...chance.many(48, (index) => chance.bytes(TEN_KB + index)), chance.bytes(LONGEST)];
  const random = chance.many(count, (index) => chance.bytes(2 + (index % 47)));
  return unique([...everyByte, ...uniform, ...oneHighByte, ...long, ...random], hex);
}

/** So many different partition keys of three components, a third of them empty, which CQL allows in a composite key. */
export function compositeKeys(chance: Chance, count: number): Uint8Array[][] {
  const component = (): Uint8Array => (chance.chance(1 / 3) ? new Uint8Array() : chance.bytes(chance.integer(1, 20)));
  const random = chance.many(count, () => chance.many(3, component));
  const long = chance.many(8, () => [chance.bytes(TEN_KB), new Uint8Array(), chance.bytes(3)]);
  return unique([...random, ...long], (key) => key.map(hex).join('/'));
}

import { createRandom } from '@ringside/gossip/simulator';

/** Repeatable chance for the tests: everything drawn follows from the seed. */
export class Chance {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = createRandom(seed);
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.#next() * (max - min + 1));
  }

  /** True in the given share of cases. */
  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  /** One of the things given. */
  pick<T>(things: readonly T[]): T {
    const thing = things[this.integer(0, things.length - 1)];
    if (thing === undefined) throw new RangeError('There is nothing to pick from');
    return thing;
  }

  /** So many bytes. */
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.integer(0, 255));
  }

  /** A token of Murmur3Partitioner, uniform over all but the minimum. */
  token(): bigint {
    const draw = (BigInt(this.integer(0, 0xffff_ffff)) << 32n) | BigInt(this.integer(0, 0xffff_ffff));
    const signed = BigInt.asIntN(64, draw);
    return signed === -(1n << 63n) ? 0n : signed;
  }

  /** So many things. */
  many<T>(count: number, draw: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => draw(index));
  }
}

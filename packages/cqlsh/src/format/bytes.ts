import type { CellBytes, CqlType } from '@ringside/client';

/** Sizes of the types whose values are of one size everywhere, in a vector without their length (AbstractType.valueLengthIfFixed). */
const FIXED: Readonly<Record<string, number>> = {
  boolean: 1,
  int: 4,
  bigint: 8,
  counter: 8,
  float: 4,
  double: 8,
  timestamp: 8,
  uuid: 16,
  timeuuid: 16,
};

function fixedSize(type: CqlType): number | undefined {
  if (type.kind === 'plain') return Object.hasOwn(FIXED, type.name) ? FIXED[type.name] : undefined;
  if (type.kind !== 'vector') return undefined;
  const size = fixedSize(type.element);
  return size === undefined ? undefined : size * type.dimension;
}

/**
 * The elements of a list or set, or the keys and values of a map in turn (native_protocol_v4.spec, section 6).
 *
 * @param perEntry 2 for a map
 * @throws RangeError when the bytes end too early
 */
export function collectionElements(bytes: Buffer, perEntry: 1 | 2): readonly CellBytes[] {
  const reader = new Reader(bytes, 4);
  return Array.from({ length: bytes.readInt32BE(0) * perEntry }, () => reader.next());
}

/** The fields of a tuple or a user-defined type; the last ones are absent from a value that is older than they are. */
export function tupleElements(bytes: Buffer, count: number): readonly CellBytes[] {
  const reader = new Reader(bytes, 0);
  return Array.from({ length: count }, () => (reader.isAtEnd ? null : reader.next()));
}

/** The elements of a vector: side by side where they are of one size, else each behind its length. */
export function vectorElements(bytes: Buffer, element: CqlType, dimension: number): readonly CellBytes[] {
  const size = fixedSize(element);
  const reader = new Reader(bytes, 0);
  return Array.from({ length: dimension }, () => reader.take(size ?? reader.unsignedVint()));
}

/** The months, days and nanoseconds of a duration: three signed variable-length integers. */
export function durationParts(bytes: Buffer): readonly [months: bigint, days: bigint, nanoseconds: bigint] {
  const reader = new Reader(bytes, 0);
  const signed = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);
  return [signed(reader.vint()), signed(reader.vint()), signed(reader.vint())];
}

/** A big-endian two's complement integer of any length. */
export function bigInteger(bytes: Buffer): bigint {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}

class Reader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** What stands behind its length; a negative length is a null. */
  next(): CellBytes {
    const size = this.#bytes.readInt32BE(this.#at);
    this.#at += 4;
    return size < 0 ? null : this.take(size);
  }

  take(size: number): Buffer {
    if (this.#at + size > this.#bytes.length) throw new RangeError('The value ends too early');
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  unsignedVint(): number {
    return Number(this.vint());
  }

  /** org.apache.cassandra.utils.vint: the ones that the first byte begins with count the bytes that follow. */
  vint(): bigint {
    const first = this.take(1).readUInt8(0);
    const extra = Math.min(8, Math.clz32((~first & 0xff) << 24));
    const head = extra >= 8 ? 0 : first & (0xff >> extra);
    const rest = this.take(extra).toString('hex');
    return BigInt(`0x${head.toString(16)}${rest}`);
  }
}

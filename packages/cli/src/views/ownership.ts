import type { RangeAvailability } from '@ringside/api';

const RING_SIZE = 2n ** 64n;
const SCALE = 1_000_000n;

/**
 * The effective ownership of every replica in a keyspace: the part of all tokens that it holds, 0…1, as nodetool's "Owns
 * (effective)" says it.
 *
 * @param ranges every range of the keyspace; (start, end], which may wrap
 * @returns by `address:port`
 */
export function effectiveOwnership(ranges: readonly Pick<RangeAvailability, 'start' | 'end' | 'replicas'>[]): ReadonlyMap<string, number> {
  const widths = new Map<string, bigint>();
  for (const { start, end, replicas } of ranges) {
    const width = rangeWidth(BigInt(start), BigInt(end));
    for (const replica of replicas) widths.set(replica, (widths.get(replica) ?? 0n) + width);
  }
  return new Map([...widths].map(([replica, width]) => [replica, Number((width * SCALE) / RING_SIZE) / Number(SCALE)]));
}

/** A range from a token to itself is the whole ring. */
function rangeWidth(start: bigint, end: bigint): bigint {
  return end > start ? end - start : end - start + RING_SIZE;
}

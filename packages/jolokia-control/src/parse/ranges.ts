import type { RangeEndpoints } from '@ringside/node-control';

/**
 * Reads the map of `StorageService.getRangeToEndpointWithPortMap`: its keys are Java lists of two tokens, written
 * `[start, end]`. A range that comes in two pieces (wrapping) stays as Cassandra gives it.
 *
 * @returns undefined when a key is not of that form
 */
export function parseRanges(map: Readonly<Record<string, readonly string[]>>): readonly RangeEndpoints[] | undefined {
  const ranges: RangeEndpoints[] = [];
  for (const [key, endpoints] of Object.entries(map)) {
    const match = /^\[(-?\d+), (-?\d+)\]$/.exec(key);
    if (match === null) return undefined;
    ranges.push({ start: match[1] ?? '', end: match[2] ?? '', endpoints });
  }
  return ranges.toSorted((a, b) => compareTokens(a.end, b.end));
}

/** Orders decimal tokens by value. */
export function compareTokens(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

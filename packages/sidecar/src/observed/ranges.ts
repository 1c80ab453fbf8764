import { MAX_TOKEN, MIN_TOKEN } from '@ringside/ring';

/** A token range (start, end] and who has it. */
export interface EndpointRange {
  readonly start: bigint;
  readonly end: bigint;
  readonly endpoints: readonly string[];
}

/** Splits a range that wraps at the ends of the token space; one that does not comes back alone. */
export function unwrap(range: EndpointRange): readonly EndpointRange[] {
  if (range.start < range.end) return [range];
  const halves = [
    { ...range, end: MAX_TOKEN as bigint },
    { ...range, start: MIN_TOKEN as bigint },
  ];
  return halves.filter(({ start, end }) => start < end);
}

/**
 * Lays ranges over each other and cuts them so that no two of the result overlap; each piece has the endpoints of every range
 * that covers it, in the order of the ranges. Ranges must not wrap.
 */
export function cutOverlaps(ranges: readonly EndpointRange[]): readonly EndpointRange[] {
  const ordered = [...ranges.entries()].toSorted(([, a], [, b]) => compare(a.start, b.start));
  const cuts = [...new Set(ranges.flatMap(({ start, end }) => [start, end]))].toSorted(compare);
  const pieces: EndpointRange[] = [];
  let covering: [number, EndpointRange][] = [];
  let next = 0;
  for (const [place, start] of cuts.entries()) {
    covering = covering.filter(([, { end }]) => end > start);
    for (let entry = ordered[next]; entry !== undefined && entry[1].start === start; entry = ordered[next]) {
      covering.push(entry);
      next += 1;
    }
    const end = cuts[place + 1];
    if (end === undefined || covering.length === 0) continue;
    const inOrder = covering.toSorted(([a], [b]) => a - b).flatMap(([, { endpoints }]) => endpoints);
    pieces.push({ start, end, endpoints: [...new Set(inOrder)] });
  }
  return pieces;
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

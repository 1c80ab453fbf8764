import { bucketsSince } from '../histogram/bounds.ts';
import type { Buckets, Family, Series } from '../model.ts';

/** Tells what happened since it was last asked. */
export type Deltas = (families: readonly Family[]) => readonly Family[];

/**
 * Makes of what was counted since a node started what was counted since the last call, for receivers that add up themselves. Gauges stay as they
 * are. A series that is new only sets its mark: what it counted before was not seen here, or was told by an earlier process. One that shrank was
 * reset, because the node was started anew, and all that it has counted since is told.
 *
 * It keeps the last value of each series that it was given last, and of no other.
 */
export function createDeltas(): Deltas {
  let before: ReadonlyMap<string, Series['value']> = new Map();
  return (families) => {
    const now = new Map<string, Series['value']>();
    const told = families.map((family) => ({ ...family, series: family.series.flatMap((series) => since(family, series, before, now)) }));
    before = now;
    return told.filter(({ series }) => series.length > 0);
  };
}

function since(
  { definition }: Family,
  series: Series,
  before: ReadonlyMap<string, Series['value']>,
  now: Map<string, Series['value']>,
): Series[] {
  if (definition.kind === 'gauge') return [series];
  const key = JSON.stringify([definition.name, ...series.labelValues]);
  now.set(key, series.value);
  const last = before.get(key);
  if (last === undefined) return [];
  const value = difference(last, series.value);
  return isNothing(value) ? [] : [{ labelValues: series.labelValues, value }];
}

function difference(last: Series['value'], value: Series['value']): Series['value'] {
  if (typeof last === 'number' && typeof value === 'number') return value >= last ? value - last : value;
  return bucketsSince(last as Buckets, value as Buckets);
}

function isNothing(value: Series['value']): boolean {
  return typeof value === 'number' ? value === 0 || Number.isNaN(value) : value.count === 0;
}

import { bucketsSince } from '../histogram/bounds.ts';
import type { Buckets, Family, Series } from '../model.ts';

/** What came since. */
export interface Differences {
  /** Counters and histograms as what came since their marks; gauges as they are. */
  readonly families: readonly Family[];
  /** Moves the marks to what was told. Without it, the next call tells the same again, with what comes until then. */
  readonly keep: () => void;
}

/** Tells what happened since the marks were last moved. */
export type Deltas = (families: readonly Family[]) => Differences;

/** So many rounds may pass in which a series is not told, and its mark still stands: a table that is collected less often, a node that did not answer. */
const ROUNDS_KEPT = 20;

interface Mark {
  readonly value: Series['value'];
  /** Rounds in a row in which its series was not told. */
  readonly absentFor: number;
}

/**
 * Makes of what was counted since a node started what was counted since the marks, for receivers that add up themselves. Gauges stay as they are. A
 * series that is new only sets its mark: what it counted before was not seen here, or was told by an earlier process. One that shrank was reset, because
 * the node was started anew, and all that it has counted since is told.
 *
 * The marks are moved only when the receiver has what was told: what a round could not deliver, the next one tells. A series that is absent for 20 rounds
 * is forgotten, so that no more is kept than is told.
 */
export function createDeltas(): Deltas {
  const marks = new Map<string, Mark>();
  return (families) => {
    const now = new Map<string, Series['value']>();
    const told = families.map((family) => ({ ...family, series: family.series.flatMap((series) => since(family, series, marks, now)) }));
    forgetAbsent(marks, now);
    return {
      families: told.filter(({ series }) => series.length > 0),
      keep: () => {
        for (const [key, value] of now) marks.set(key, { value, absentFor: 0 });
      },
    };
  };
}

function forgetAbsent(marks: Map<string, Mark>, now: ReadonlyMap<string, unknown>): void {
  for (const [key, { value, absentFor }] of marks) {
    if (now.has(key)) marks.set(key, { value, absentFor: 0 });
    else if (absentFor + 1 < ROUNDS_KEPT) marks.set(key, { value, absentFor: absentFor + 1 });
    else marks.delete(key);
  }
}

function since({ definition }: Family, series: Series, marks: Map<string, Mark>, now: Map<string, Series['value']>): Series[] {
  if (definition.kind === 'gauge') return [series];
  const key = JSON.stringify([definition.name, ...series.labelValues]);
  now.set(key, series.value);
  const last = marks.get(key);
  if (last === undefined) {
    // There is nothing to deliver that could fail.
    marks.set(key, { value: series.value, absentFor: 0 });
    return [];
  }
  const value = difference(last.value, series.value);
  return isNothing(value) ? [] : [{ labelValues: series.labelValues, value }];
}

function difference(last: Series['value'], value: Series['value']): Series['value'] {
  if (typeof last === 'number' && typeof value === 'number') return value >= last ? value - last : value;
  return bucketsSince(last as Buckets, value as Buckets);
}

function isNothing(value: Series['value']): boolean {
  return typeof value === 'number' ? value === 0 || Number.isNaN(value) : value.count === 0;
}

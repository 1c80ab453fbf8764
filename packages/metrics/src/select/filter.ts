import type { Family, MetricDefinition, Series } from '../model.ts';
import { matchesGlob, type MetricPattern } from './pattern.ts';

/** Which series are wanted. */
export interface SeriesFilter {
  /** Only what one of these means; everything where there is none. */
  readonly include: readonly MetricPattern[];
  /** Nothing that one of these means, included or not. */
  readonly exclude: readonly MetricPattern[];
}

/** Whether a series with these values of its labels is wanted. Made once for a metric: names are compared here, labels each time. */
export type WantsSeries = (labelValues: readonly string[]) => boolean;

/**
 * What a filter wants of a metric; undefined if it wants none, whatever its labels, so that a source need not ask the node for it.
 */
export function wantedSeries({ name, labels }: MetricDefinition, { include, exclude }: SeriesFilter): WantsSeries | undefined {
  const named = (patterns: readonly MetricPattern[]): readonly MetricPattern[] => patterns.filter((each) => matchesGlob(each.name, name));
  const [included, excluded] = [named(include), named(exclude)];
  const isWhole = (pattern: MetricPattern): boolean => pattern.labels.length === 0;
  if ((include.length > 0 && included.length === 0) || excluded.some(isWhole)) return undefined;
  const all = include.length === 0 || included.some(isWhole);
  return (values) =>
    (all || included.some((each) => hasLabels(each, labels, values))) && !excluded.some((each) => hasLabels(each, labels, values));
}

function hasLabels(pattern: MetricPattern, labels: readonly string[], values: readonly string[]): boolean {
  return pattern.labels.every(({ name, value }) => matchesGlob(value, values[labels.indexOf(name)] ?? ''));
}

/** The families and series that a filter wants. Families of which it wants no series are not among them. */
export function filterFamilies(families: readonly Family[], filter: SeriesFilter): readonly Family[] {
  return families.flatMap((family) => {
    const wants = wantedSeries(family.definition, filter);
    const series = wants === undefined ? [] : family.series.filter(({ labelValues }) => wants(labelValues));
    return series.length === 0 ? [] : [{ ...family, series }];
  });
}

/** How much is exposed at most. A histogram counts as one. */
export interface SeriesCap {
  /** Series of one metric. */
  readonly perFamily: number;
  /** Series of all together; metrics that come later get what is left. */
  readonly total: number;
}

/** What a cap lets through, and what not. */
export interface CappedFamilies {
  /** The families, some with fewer series, and none without. */
  readonly families: readonly Family[];
  /** How many series were left out, by the name of the family. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/**
 * Keeps the first series of each metric, in the order in which the source names them, so that the same ones are kept each time while
 * nothing is created or dropped.
 */
export function capFamilies(families: readonly Family[], { perFamily, total }: SeriesCap): CappedFamilies {
  const leftOut = new Map<string, number>();
  let left = total;
  const kept = families.map((family) => {
    const series: readonly Series[] = family.series.slice(0, Math.max(0, Math.min(perFamily, left)));
    const missing = family.series.length - series.length;
    left -= series.length;
    if (missing > 0) leftOut.set(family.definition.name, missing);
    return missing > 0 ? { ...family, series } : family;
  });
  return { families: kept.filter(({ series }) => series.length > 0), leftOut };
}

import type { Family, MetricDefinition } from '../model.ts';
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

/**
 * The families and series that a filter wants. Families of which it wants no series are not among them.
 *
 * @param families all that were collected
 */
export function filterFamilies(families: readonly Family[], filter: SeriesFilter): readonly Family[] {
  return families.flatMap((family) => {
    const wants = wantedSeries(family.definition, filter);
    const series = wants === undefined ? [] : family.series.filter(({ labelValues }) => wants(labelValues));
    return series.length === 0 ? [] : [{ ...family, series }];
  });
}

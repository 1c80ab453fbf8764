import type { Collection, Family, MetricDefinition } from '../model.ts';

/**
 * Families of several origins as one document: the sidecar's own and Cassandra's. Where two have the same definition, their series stand
 * together.
 *
 * @throws TypeError where one name means two things; both are tables in the code, so this is a mistake in one of them
 */
export function composeFamilies(...origins: readonly (readonly Family[])[]): readonly Family[] {
  const byName = new Map<string, Family>();
  for (const family of origins.flat()) {
    const { name } = family.definition;
    const known = byName.get(name);
    if (known !== undefined && !isSame(known.definition, family.definition)) throw new TypeError(`Two metrics are called ${name}`);
    byName.set(name, known === undefined ? family : joined(known, family));
  }
  return [...byName.values()];
}

function isSame(left: MetricDefinition, right: MetricDefinition): boolean {
  return left.kind === right.kind && left.unit === right.unit && left.labels.join() === right.labels.join();
}

function joined(left: Family, right: Family): Family {
  return { ...left, series: [...left.series, ...right.series], observedAtMs: Math.min(left.observedAtMs, right.observedAtMs) };
}

const AGE = gauge('ringside_metrics_age_seconds', 'seconds', 'How long ago the oldest of the values here was read from the node.');
const STALE = gauge('ringside_metrics_stale_families', 'none', 'Metrics that are left out because their values are too old.');
const LEFT_OUT = gauge('ringside_metrics_left_out_series', 'none', 'Series that a cap left out of a metric.', ['metric']);

/** Definitions of what is told about a collection, for the reference. */
export const collectionMetrics: readonly MetricDefinition[] = [AGE, STALE, LEFT_OUT];

function gauge(name: string, unit: MetricDefinition['unit'], help: string, labels: readonly string[] = []): MetricDefinition {
  return { name, kind: 'gauge', unit, help, labels, source: 'the sidecar' };
}

/** When a collection is read, and what is still shown of it. */
export interface Freshness {
  /** Now, in milliseconds since 1970. */
  readonly nowMs: number;
  /** Families that were read from the node longer ago than this are left out. */
  readonly maxAgeMs: number;
}

/**
 * What is exposed of a collection: its families that are not too old, and three metrics that tell how old they are, how many were left out as
 * too old, and of which a cap left out series. A value that is repeated for ever looks like a node in which nothing happens; a series
 * that ends looks like what it is.
 */
export function dropStale({ families, leftOut }: Collection, { nowMs, maxAgeMs }: Freshness): readonly Family[] {
  const fresh = families.filter(({ observedAtMs }) => nowMs - observedAtMs <= maxAgeMs);
  const ageMs = nowMs - Math.min(nowMs, ...fresh.map(({ observedAtMs }) => observedAtMs));
  const about = (definition: MetricDefinition, series: Family['series']): Family => ({ definition, series, observedAtMs: nowMs });
  return [
    ...fresh,
    about(AGE, fresh.length === 0 ? [] : [{ labelValues: [], value: ageMs / 1_000 }]),
    about(STALE, [{ labelValues: [], value: families.length - fresh.length }]),
    about(
      LEFT_OUT,
      [...leftOut].map(([metric, value]) => ({ labelValues: [metric], value })),
    ),
  ];
}

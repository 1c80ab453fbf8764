import type { Buckets, Family, MetricDefinition, MetricKind, MetricUnit, Series } from '../model.ts';

/** One value as `prom-client` hands it out with `getMetricsAsJSON()`. */
export interface PromClientValue {
  /** Of a histogram, which of its series this is: `…_bucket`, `…_sum` or `…_count`. */
  readonly metricName?: string;
  /** Labels by name, with `le` among those of a bucket. */
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
  /** The value; of a bucket, how many observations are in it and all smaller ones. */
  readonly value: number;
}

/** One metric as `prom-client` hands it out. */
export interface PromClientMetric {
  /** With `_total`, if it is a counter. */
  readonly name: string;
  /** What it measures. */
  readonly help: string;
  /** `counter`, `gauge` or `histogram`; summaries have no place here. A text, whatever the declarations of `prom-client` say. */
  readonly type: string | number;
  /** Its values. */
  readonly values: readonly PromClientValue[];
}

/** What a registry of `prom-client` counted, as families, so that it goes into one document with others in every format. */
export function fromPromClient(metrics: readonly PromClientMetric[], observedAtMs: number): readonly Family[] {
  return metrics.flatMap((metric) => {
    const definition = definitionOf(metric);
    if (definition === undefined) return [];
    const series = definition.kind === 'histogram' ? histograms(metric, definition.labels) : numbers(metric, definition.labels);
    return [{ definition, series, observedAtMs }];
  });
}

const KINDS: readonly (string | number)[] = ['counter', 'gauge', 'histogram'] satisfies MetricKind[];
const UNITS: readonly MetricUnit[] = ['seconds', 'bytes', 'ratio'];

function definitionOf({ name, help, type, values }: PromClientMetric): MetricDefinition | undefined {
  if (!KINDS.includes(type)) return undefined;
  const family = type === 'counter' ? name.replace(/_total$/, '') : name;
  const unit = UNITS.find((each) => family.endsWith(`_${each}`)) ?? 'none';
  const labels = [...new Set(values.flatMap((value) => Object.keys(value.labels)))].filter((label) => label !== 'le');
  return { name: family, kind: type as MetricKind, unit, help, labels, source: 'the sidecar' };
}

function valuesOf(labels: readonly string[], from: PromClientValue['labels']): readonly string[] {
  return labels.map((label) => String(from[label] ?? ''));
}

function numbers({ values }: PromClientMetric, labels: readonly string[]): readonly Series[] {
  return values.map((each) => ({ labelValues: valuesOf(labels, each.labels), value: each.value }));
}

function histograms({ name, values }: PromClientMetric, labels: readonly string[]): readonly Series[] {
  const groups = new Map<string, PromClientValue[]>();
  for (const each of values) {
    const key = JSON.stringify(valuesOf(labels, each.labels));
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups].map(([key, group]) => ({ labelValues: JSON.parse(key) as string[], value: bucketsOf(name, group) }));
}

function bucketsOf(name: string, group: readonly PromClientValue[]): Buckets {
  const buckets = group
    .filter(({ metricName }) => metricName === `${name}_bucket`)
    .map(({ labels, value }) => ({ upper: labels['le'] === '+Inf' ? Infinity : Number(labels['le']), cumulative: value }))
    .toSorted((left, right) => left.upper - right.upper);
  return {
    upperBounds: buckets.map(({ upper }) => upper),
    counts: buckets.map(({ cumulative }, index) => cumulative - (buckets[index - 1]?.cumulative ?? 0)),
    sum: group.find(({ metricName }) => metricName === `${name}_sum`)?.value ?? 0,
    count: buckets.at(-1)?.cumulative ?? 0,
  };
}

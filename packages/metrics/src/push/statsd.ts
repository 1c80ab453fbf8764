import { arithmeticMiddle } from '../histogram/middle.ts';
import type { Buckets, Family, MetricDefinition, Series } from '../model.ts';

/** How a receiver wants histograms. */
export interface StatsdOptions {
  /** `d` is DogStatsD's distribution, in the unit of the metric; `ms` is the timer of every statsd, in milliseconds. Default: `d`. */
  readonly distributions?: 'd' | 'ms' | undefined;
}

/**
 * Families as lines of statsd, with tags as DogStatsD has them: `name:3|c|#keyspace:shop`. Counters and histograms must be given as what came
 * since the last time, see `createDeltas()`.
 *
 * A histogram is told as distribution: one line a bucket, with the middle of the bucket as value and with a sample rate that stands for how many
 * observations there are, so that the receiver counts each of them.
 *
 * @param families what to send, counters and histograms as differences
 */
export function* statsdLines(families: Iterable<Family>, { distributions = 'd' }: StatsdOptions = {}): Generator<string> {
  for (const { definition, series } of families) {
    const type = definition.kind === 'histogram' ? distributions : definition.kind === 'counter' ? 'c' : 'g';
    for (const each of series) yield* linesOf(definition, type, each);
  }
}

function* linesOf({ name, unit, labels }: MetricDefinition, type: 'c' | 'g' | 'd' | 'ms', series: Series): Generator<string> {
  const { value } = series;
  const tags = tagsOf(labels, series);
  if (typeof value !== 'number') yield* distribution(name, value, { type, tags, factor: type === 'ms' && unit === 'seconds' ? 1_000 : 1 });
  else if (Number.isFinite(value)) yield* type === 'g' ? gauge(name, value, tags) : [`${name}:${value}|c${tags}`];
}

/** A sign means a change to statsd, so a negative gauge is set to zero first. */
function gauge(name: string, value: number, tags: string): readonly string[] {
  return value < 0 ? [`${name}:0|g${tags}`, `${name}:${value}|g${tags}`] : [`${name}:${value}|g${tags}`];
}

interface Told {
  readonly type: string;
  readonly tags: string;
  readonly factor: number;
}

function* distribution(name: string, buckets: Buckets, { type, tags, factor }: Told): Generator<string> {
  for (const [index, count] of buckets.counts.entries()) {
    if (count <= 0) continue;
    yield `${name}:${arithmeticMiddle(buckets, index) * factor}|${type}${count === 1 ? '' : `|@${sampleRate(count)}`}${tags}`;
  }
}

/**
 * Receivers cut 1 ÷ rate to a whole number, and 1 ÷ (1 ÷ 49) is less than 49 in binary arithmetic: so the rate is a little smaller. Some read no
 * exponents.
 */
function sampleRate(count: number): string {
  return ((1 / count) * (1 - 1e-12)).toFixed(20);
}

function tagsOf(labels: readonly string[], { labelValues }: Series): string {
  const tags = labels.flatMap((label, index) => {
    const value = labelValues[index] ?? '';
    return value === '' ? [] : [`${label}:${value.replaceAll(/[|,#\s@]/g, '_')}`];
  });
  return tags.length === 0 ? '' : `|#${tags.join(',')}`;
}

import { exposedBuckets } from '../expose/exposed-buckets.ts';
import type { Family, MetricDefinition, Series } from '../model.ts';

/** How gauges are told to spectatord. */
export interface SpectatorOptions {
  /**
   * spectatord forgets a gauge after this many seconds unless it is told again, so it must be longer than a round. Default: 120; where a line says
   * nothing, spectatord takes 15 minutes.
   */
  readonly gaugeTtlSeconds?: number | undefined;
}

/**
 * Families as lines of spectatord: `C:name,tag=value:12`. Counters go as they are, as monotonic ones, because spectatord takes the differences and
 * notices a reset itself. A histogram becomes such counters of its observations, of their sum and of each bucket, with the tags
 * that Atlas expects.
 *
 * @param families what to send
 */
export function* spectatorLines(families: Iterable<Family>, { gaugeTtlSeconds = 120 }: SpectatorOptions = {}): Generator<string> {
  for (const { definition, series } of families) {
    for (const each of series) yield* linesOf(definition, each, gaugeTtlSeconds);
  }
}

function* linesOf(definition: MetricDefinition, { labelValues, value }: Series, ttlSeconds: number): Generator<string> {
  const { name, kind, labels, unit } = definition;
  const tags = labels.map((label, index) => tag(label, labelValues[index] ?? '')).join('');
  const id = clean(name);
  if (typeof value === 'number') {
    if (Number.isFinite(value)) yield `${kind === 'counter' ? 'C' : `g,${ttlSeconds}`}:${id}${tags}:${value}`;
    return;
  }
  const { upperBounds, counts } = exposedBuckets(value, unit);
  yield `C:${id}${tags},statistic=count:${value.count}`;
  yield `C:${id}${tags},statistic=${unit === 'seconds' ? 'totalTime' : 'totalAmount'}:${value.sum}`;
  for (const [index, bound] of upperBounds.entries()) {
    yield `C:${id}.buckets${tags},bucket=${bound === Infinity ? 'inf' : clean(String(bound))}:${counts[index] ?? 0}`;
  }
}

function tag(name: string, value: string): string {
  return value === '' ? '' : `,${clean(name)}=${clean(value)}`;
}

/** spectatord replaces other characters too; done here, no value can end its tag or its line. */
function clean(text: string): string {
  return text.replaceAll(/[^-._A-Za-z0-9~^]/g, '_');
}

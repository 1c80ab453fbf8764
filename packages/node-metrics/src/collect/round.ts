import type { Buckets, Family, Series } from '@ringside/metrics';
import type { CallOptions, MetricAnswer, MetricRead, NodeMetrics } from '@ringside/node-control';
import type { CatalogueRow } from '../catalogue/row.ts';
import { bucketsOf } from './buckets.ts';
import type { Plan, PlannedSeries } from './plan.ts';
import { dueAfter, forget, isAlwaysAsked, missingOf, settle, take, track, type Tracked, without } from './tracked.ts';

/** Reads the series of a plan, again and again. */
export interface Reader {
  /** One round. Rejects as the node does. */
  read(options: CallOptions): Promise<Round>;
  /** Leaves out series from the next round on; what is known of the others stays. */
  drop(series: readonly PlannedSeries[]): void;
}

/** What one round brought. */
export interface Round {
  readonly families: readonly Family[];
  /** Series of something that the node did not have, though it was found: a table, a peer. What a node has once may come when it is first used. */
  readonly missing: readonly PlannedSeries[];
}

const STARTED: MetricRead = { group: 'JVM', name: 'StartTime', reading: 'value' };

/**
 * Reads a plan, in three steps, each of which asks only for what the one before shows to be needed, as reading costs the node most:
 *
 * 1. what may change at any time: counts of latencies, sizes, and sums over the tables of a keyspace;
 * 2. of each table in which something happened, what goes with it;
 * 3. the buckets of those histograms that have grown.
 *
 * What is known is forgotten when the node was started anew: it may have counted as far as before.
 */
export function createReader(source: NodeMetrics, { series }: Plan, nowMs: () => number): Reader {
  let tracking = track(series);
  let started: MetricAnswer;
  return {
    async read(options) {
      const observedAtMs = nowMs();
      const always = tracking.all.filter(isAlwaysAsked);
      const first = [STARTED, ...tracking.sums.map(({ read }) => read), ...always.map((each) => each.series.read)];
      const [startedNow, ...numbers] = await source.readMetrics(first, options);
      if (startedNow !== started) forget(tracking);
      started = startedNow;
      for (const [index, sum] of tracking.sums.entries()) sum.now = numbers[index];
      for (const [index, each] of always.entries()) take(each, numbers[tracking.sums.length + index]);
      const due = dueAfter(tracking);
      await readNumbers(source, due, options);
      await readBuckets(source, tracking.all.filter(hasGrown), options);
      settle(tracking);
      const missing = missingOf(tracking, new Set([...always, ...due]));
      return { families: familiesOf(tracking.all, observedAtMs), missing: missing.map((each) => each.series) };
    },
    drop(gone) {
      tracking = without(tracking, new Set(gone));
    },
  };
}

/** It is compared with the observations in the buckets that are known: those may have come later than their count. */
function hasGrown({ series: { row }, number, buckets }: Tracked): boolean {
  return row.reading === 'buckets' && number !== undefined && number !== buckets?.count;
}

async function readNumbers(source: NodeMetrics, due: readonly Tracked[], options: CallOptions): Promise<void> {
  if (due.length === 0) return;
  const reads = due.map((each) => each.series.read);
  const numbers = await source.readMetrics(reads, options);
  for (const [index, each] of due.entries()) take(each, numbers[index]);
}

async function readBuckets(source: NodeMetrics, grown: readonly Tracked[], options: CallOptions): Promise<void> {
  if (grown.length === 0) return;
  const withTotal = grown.filter(({ series }) => series.total !== undefined);
  const totals =
    withTotal.length === 0
      ? []
      : await source.readMetrics(
          withTotal.flatMap(({ series }) => series.total ?? []),
          options,
        );
  const sums = new Map(withTotal.map((each, index) => [each, totals[index]]));
  const reads = grown.map(({ series }): MetricRead => ({ ...series.read, reading: 'buckets' }));
  const counts = await source.readMetrics(reads, options);
  for (const [index, each] of grown.entries()) each.buckets = bucketsFrom(each.series.row, counts[index], sums.get(each));
}

const MICROSECOND = 1e-6;

function bucketsFrom(row: CatalogueRow, counts: MetricAnswer, total: MetricAnswer): Buckets | undefined {
  if (typeof counts !== 'object') return undefined;
  return bucketsOf(counts, row, typeof total === 'number' ? total * MICROSECOND : undefined);
}

function valueOf({ series: { row }, number, buckets }: Tracked): number | Buckets | undefined {
  if (row.reading === 'buckets') return buckets;
  if (typeof number !== 'number' || Number.isNaN(number)) return undefined;
  return row.scale < 1 ? number / Math.round(1 / row.scale) : number * row.scale;
}

function familiesOf(tracked: readonly Tracked[], observedAtMs: number): readonly Family[] {
  const families = new Map<CatalogueRow, Series[]>();
  for (const each of tracked) {
    const value = valueOf(each);
    if (value === undefined) continue;
    const { row, labelValues } = each.series;
    const family = families.get(row);
    if (family === undefined) families.set(row, [{ labelValues, value }]);
    else family.push({ labelValues, value });
  }
  return Array.from(families, ([{ definition }, series]) => ({ definition, series, observedAtMs }));
}

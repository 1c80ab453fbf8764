import type { Buckets, Family, Series } from '@ringside/metrics';
import type { CallOptions, MetricAnswer, MetricRead, NodeMetrics } from '@ringside/node-control';
import type { CatalogueRow } from '../catalogue/row.ts';
import { bucketsOf } from './buckets.ts';
import type { Plan, PlannedSeries } from './plan.ts';

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

/** A series with what is known of it since the last round. */
interface Tracked {
  readonly series: PlannedSeries;
  /** Those whose growth tells that this one may have grown; none for one that is asked itself. */
  readonly movers: readonly Tracked[];
  /** What was read, or of a histogram how often it was observed when its buckets were read. */
  number: MetricAnswer;
  buckets: Buckets | undefined;
  grown: boolean;
}

const STARTED: MetricRead = { group: 'JVM', name: 'StartTime', reading: 'value' };

/**
 * Reads a plan. First every number, of histograms how many observations there are; then the buckets of those histograms in which something happened
 * since the last round: in most clusters a few of many, and reading buckets costs the node most. What is known is forgotten when the node was started
 * anew: it may have counted as far as before.
 */
export function createReader(source: NodeMetrics, { series }: Plan, nowMs: () => number): Reader {
  let tracked = track(series);
  let started: MetricAnswer;
  return {
    async read(options) {
      const observedAtMs = nowMs();
      const asked = tracked.filter(({ movers }) => movers.length === 0);
      const [startedNow, ...numbers] = await source.readMetrics([STARTED, ...asked.map((each) => each.series.read)], options);
      if (startedNow !== started) for (const each of tracked) each.buckets = undefined;
      started = startedNow;
      for (const [index, each] of asked.entries()) take(each, numbers[index]);
      for (const each of tracked)
        if (each.movers.length > 0) each.grown = each.buckets === undefined || each.movers.some((one) => one.grown);
      await readBuckets(
        source,
        tracked.filter(({ grown }) => grown),
        options,
      );
      const missing = tracked
        .filter(({ number, series: { row } }) => number === undefined && row.parts.length > 0)
        .map((each) => each.series);
      return { families: familiesOf(tracked, observedAtMs), missing };
    },
    drop(gone) {
      const dropped = new Set(gone);
      tracked = tracked.filter((each) => !dropped.has(each.series));
    },
  };
}

function track(series: readonly PlannedSeries[]): readonly Tracked[] {
  const known = new Map<string, Tracked>();
  const tracked = series.map((each): Tracked & { movers: Tracked[] } => ({
    series: each,
    movers: [],
    number: undefined,
    buckets: undefined,
    grown: false,
  }));
  for (const each of tracked) known.set(keyOf(each.series, each.series.read.name), each);
  for (const each of tracked) {
    const movers = each.series.row.movedBy.map((name) => known.get(keyOf(each.series, name)));
    // Where one is not read itself, nothing can be told from the others.
    if (!movers.includes(undefined)) each.movers.push(...movers.filter((one) => one !== undefined));
  }
  return tracked;
}

function keyOf({ read: { group, keyspace = '', scope = '', path = '' } }: PlannedSeries, name: string): string {
  return [group, keyspace, path, scope, name].join('\u0000');
}

/** Notes a number. Of a histogram it is compared with the observations in the buckets that are known: it may have grown since it was counted. */
function take(each: Tracked, number: MetricAnswer): void {
  const histogram = each.series.row.reading === 'buckets';
  each.grown = histogram && number !== undefined && number !== each.buckets?.count;
  if (number === undefined) each.buckets = undefined;
  each.number = number;
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
  for (const [index, each] of grown.entries()) {
    each.buckets = bucketsFrom(each.series.row, counts[index], sums.get(each));
    if (each.movers.length > 0) each.number = each.buckets?.count;
  }
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

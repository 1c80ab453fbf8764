import { type Buckets, bucketsSince, type Family, mergeBuckets, quantile } from '@ringside/metrics';
import { nodeRows } from '../catalogue/node.ts';
import { requestRows } from '../catalogue/requests.ts';
import type { CatalogueRow } from '../catalogue/row.ts';

/** What a series of the history is counted in. */
export type HistoryUnit = 'perSecond' | 'seconds' | 'bytes' | 'count' | 'ratio';

/** A series of the history: which family it is made from, and how. */
export interface HistoryRow {
  readonly id: string;
  readonly unit: HistoryUnit;
  readonly family: string;
  /** Only those series of the family that have this value of its second label. */
  readonly only?: string;
  /** Grows by so much a second; is so; or a percentile of what came since the last step. */
  readonly how: 'rate' | 'value' | 0.5 | 0.99;
}

const LATENCY = 'cassandra_client_request_latency_seconds';

/** All series, in the order in which they are told. There are no others, so that what they take is known. */
export const HISTORY_ROWS: readonly HistoryRow[] = [
  { id: 'reads', unit: 'perSecond', family: LATENCY, only: 'Read', how: 'rate' },
  { id: 'writes', unit: 'perSecond', family: LATENCY, only: 'Write', how: 'rate' },
  { id: 'scans', unit: 'perSecond', family: LATENCY, only: 'RangeSlice', how: 'rate' },
  { id: 'readP50', unit: 'seconds', family: LATENCY, only: 'Read', how: 0.5 },
  { id: 'readP99', unit: 'seconds', family: LATENCY, only: 'Read', how: 0.99 },
  { id: 'writeP50', unit: 'seconds', family: LATENCY, only: 'Write', how: 0.5 },
  { id: 'writeP99', unit: 'seconds', family: LATENCY, only: 'Write', how: 0.99 },
  { id: 'timeouts', unit: 'perSecond', family: 'cassandra_client_request_timeouts', how: 'rate' },
  { id: 'unavailables', unit: 'perSecond', family: 'cassandra_client_request_unavailables', how: 'rate' },
  { id: 'failures', unit: 'perSecond', family: 'cassandra_client_request_failures', how: 'rate' },
  { id: 'dropped', unit: 'perSecond', family: 'cassandra_dropped_messages', how: 'rate' },
  { id: 'pendingCompactions', unit: 'count', family: 'cassandra_compaction_pending_tasks', how: 'value' },
  { id: 'heapUsed', unit: 'bytes', family: 'cassandra_jvm_heap_used_bytes', how: 'value' },
  { id: 'heapMax', unit: 'bytes', family: 'cassandra_jvm_heap_max_bytes', how: 'value' },
  { id: 'garbageCollection', unit: 'ratio', family: 'cassandra_jvm_gc_collection_seconds', how: 'rate' },
  { id: 'connections', unit: 'count', family: 'cassandra_client_connections', how: 'value' },
];

const FAMILIES: ReadonlySet<string> = new Set(HISTORY_ROWS.map(({ family }) => family));

/** What is read of the node for them. */
export const historyCatalogue: readonly CatalogueRow[] = [...requestRows, ...nodeRows].filter(({ definition }) =>
  FAMILIES.has(definition.name),
);

/** What one step is made from: families by name. */
export type Step = ReadonlyMap<string, Family>;

/**
 * The value of a series at a step.
 *
 * @param before the step before; undefined where there is none, or none that was read
 * @returns NaN where it is not known: nothing was read, nothing came, or the node was started anew in between
 */
export function valueAt({ family, only, how }: HistoryRow, now: Step, before: Step | undefined): number {
  const [newer, older] = [now.get(family), before?.get(family)];
  if (newer === undefined) return Number.NaN;
  const value = totalOf(newer, only);
  if (how === 'value') return typeof value === 'number' ? value : Number.NaN;
  const seconds = older === undefined ? 0 : (newer.observedAtMs - older.observedAtMs) / 1_000;
  if (older === undefined || seconds <= 0) return Number.NaN;
  const earlier = totalOf(older, only);
  if (how === 'rate') return rate(countOf(value) - countOf(earlier), seconds);
  if (typeof value === 'number' || typeof earlier === 'number') return Number.NaN;
  const found = quantile(bucketsSince(earlier, value), how);
  return found === undefined ? Number.NaN : Number.isFinite(found.atMost) ? found.atMost : found.above;
}

function rate(grown: number, seconds: number): number {
  return grown < 0 ? Number.NaN : grown / seconds;
}

/** All series of a family added. */
function totalOf({ series }: Family, only: string | undefined): number | Buckets {
  const values = series.filter(({ labelValues }) => only === undefined || labelValues[1] === only).map(({ value }) => value);
  const buckets = values.filter((value) => typeof value === 'object');
  if (buckets.length > 0) return mergeBuckets(buckets);
  return values.length === 0 ? Number.NaN : values.reduce<number>((sum, value) => sum + countOf(value), 0);
}

function countOf(value: number | Buckets): number {
  return typeof value === 'number' ? value : value.count;
}

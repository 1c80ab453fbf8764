import type { CallOptions } from './call-options.ts';

/**
 * One metric of a node, by the name that Cassandra itself gives it: group, name and what tells it from others of that name. The group `JVM` is
 * Ringside's word for what the Java virtual machine tells of itself.
 */
export interface MetricId {
  /** Its group, such as `Table`, `ClientRequest`, `ThreadPools` or `JVM`. */
  readonly group: string;
  /** Its name in the group, such as `ReadLatency`. */
  readonly name: string;
  /** The keyspace of a metric of a table, case kept. */
  readonly keyspace?: string | undefined;
  /** What it is of, in Cassandra's words: a table, a kind of request, a thread pool, a peer. */
  readonly scope?: string | undefined;
  /** The path of a thread pool: `request`, `internal` or `transport`. */
  readonly path?: string | undefined;
}

/**
 * What is read of a metric: how often something happened since the node started, its value now, or how many observations are in each bucket of a
 * histogram since the node started (those beyond the largest bucket last).
 */
export type MetricReading = 'count' | 'value' | 'buckets';

/** A metric, and what to read of it. */
export interface MetricRead extends MetricId {
  /** What to read. */
  readonly reading: MetricReading;
}

/** What was read: a number, NaN where it has none now (nothing to divide by), or the counts of buckets; undefined where the node has no such metric. */
export type MetricAnswer = number | readonly number[] | undefined;

/** A node's metrics: Cassandra's own, raw and in Cassandra's own units. */
export interface NodeMetrics {
  /**
   * Finds what there is of some metrics: each table, pool or peer that has one of the same group and name. Costs the node more than reading does, so ask
   * once, and again when something may have been added.
   *
   * @param wanted keyspace, scope and path of these are not looked at
   */
  findMetrics(wanted: readonly MetricRead[], options?: CallOptions): Promise<readonly MetricId[]>;
  /**
   * Reads metrics by their names.
   *
   * @param reads the metrics to read
   * @returns one answer each, in the order of what was asked
   */
  readMetrics(reads: readonly MetricRead[], options?: CallOptions): Promise<readonly MetricAnswer[]>;
}

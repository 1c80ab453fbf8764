/** How Prometheus and OpenMetrics know a metric: a counter only grows, a gauge goes up and down, a histogram counts observations by size. */
export type MetricKind = 'counter' | 'gauge' | 'histogram';

/** Base units of Prometheus. A name ends in its unit, a value is given in it; `none` counts things. */
export type MetricUnit = 'seconds' | 'bytes' | 'ratio' | 'none';

/** Lines of Cassandra, oldest first. */
export type CassandraLine = '4.0' | '4.1' | '5.0' | '6.0';

/** What is known of a metric before anything is measured: a row of a table, from which exposition and reference are made. */
export interface MetricDefinition {
  /** Name of the family, in snake case and with its unit last. Without `_total`, `_bucket` and the like: an exposition adds them. */
  readonly name: string;
  /** How its values behave. */
  readonly kind: MetricKind;
  /** What its values are counted in. */
  readonly unit: MetricUnit;
  /** What it measures, in one sentence, for whoever reads it in a monitoring system. */
  readonly help: string;
  /** Names of its labels; the values of a series stand in this order. */
  readonly labels: readonly string[];
  /** Where it comes from: an MBean with its attribute, or a virtual table with its column; in words where it is computed. For the reference. */
  readonly source: string;
  /** The oldest line of Cassandra that has it; all have it unless given. */
  readonly since?: CassandraLine;
  /** The newest line that has it; the newest of all unless given. */
  readonly until?: CassandraLine;
}

/**
 * Observations counted by size, from the start of the process that counted them, so that two readings can be subtracted and those of two
 * nodes added. Buckets that decay are neither.
 */
export interface Buckets {
  /** Upper bound of each bucket, ascending, in the unit of the metric. A value equal to a bound is in its bucket. The last may be `Infinity`. */
  readonly upperBounds: readonly number[];
  /** Observations in each bucket alone, not in it and those below. As many as bounds. */
  readonly counts: readonly number[];
  /** All observations added, in the unit of the metric. Where the node keeps no sum, an estimate from the buckets. */
  readonly sum: number;
  /** How many observations there are: all of `counts`. */
  readonly count: number;
  /**
   * Every observation is a whole multiple of this, in the unit of the metric: 1 for rows and bytes, 1e-6 for whole microseconds in seconds. Then the
   * bucket above 1 and up to 2 holds nothing but twos. Absent where observations may be any number.
   */
  readonly resolution?: number;
}

/** One value of a family, told from its others by its labels. */
export interface Series {
  /** Values of the labels, in the order of the definition's. An empty one is as good as no label. */
  readonly labelValues: readonly string[];
  /** A number, or buckets where the definition says histogram. */
  readonly value: number | Buckets;
}

/** A metric with what was measured of it. */
export interface Family {
  /** What it is. */
  readonly definition: MetricDefinition;
  /** Its values; no two with the same labels. */
  readonly series: readonly Series[];
  /** When the values were read from the node, in milliseconds since 1970. */
  readonly observedAtMs: number;
}

/** What one round of collecting brought. It is never changed, so all readers share it. */
export interface Collection {
  /** Families, no two of the same name. */
  readonly families: readonly Family[];
  /** When the round ended, in milliseconds since 1970. Its families may be older: each is read at its own cadence. */
  readonly observedAtMs: number;
  /** How many series a cap cut, by the name of the family. Families of which nothing was cut are not in it. */
  readonly leftOut: ReadonlyMap<string, number>;
}

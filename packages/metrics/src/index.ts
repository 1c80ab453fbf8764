/**
 * Metrics as values: definitions, series, histograms that aggregate, and the formats in which monitoring systems read them.
 *
 * @packageDocumentation
 */
export type { Buckets, CassandraLine, Collection, Family, MetricDefinition, MetricKind, MetricUnit, Series } from './model.ts';
export { type EstimatedReading, estimatedBuckets, estimatedOffsets } from './histogram/estimated.ts';
